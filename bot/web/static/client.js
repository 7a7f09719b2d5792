// Requests to the server, and its failures in words.

const TIMEOUT_MS = 20000;

const PEOPLE = "也可以拨打 12345 咨询。";

/** A request that failed; `message` is for the person, `waitSeconds` how long to wait before the next. */
export class RequestFailure extends Error {
  constructor(message, waitSeconds = 0) {
    super(message);
    this.waitSeconds = waitSeconds;
  }
}

/** Ask one question; resolves to the reply in the shape of the contract. */
export function ask(question, sender) {
  return request("/api/v1/ask", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ question, sender, channel: "web" }),
  });
}

const notices = new Map();

/** Fetch a notice with its clauses, once per page address (`/notices/…`). */
export function notice(pageUrl) {
  const address = "/api/v1" + pageUrl.split("#")[0];
  if (!notices.has(address)) {
    const fetched = request(address, {});
    fetched.catch(() => notices.delete(address));
    notices.set(address, fetched);
  }
  return notices.get(address);
}

async function request(address, options) {
  if (navigator.onLine === false) {
    throw new RequestFailure("网络没有连上，请检查网络后再试。");
  }
  const timer = new AbortController();
  const timeout = setTimeout(() => timer.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(address, { ...options, signal: timer.signal });
    if (!response.ok) {
      throw failure(response.status, Number(response.headers.get("retry-after")));
    }
    return await response.json();
  } catch (error) {
    if (error instanceof RequestFailure) {
      throw error;
    }
    const slow = error instanceof DOMException && error.name === "AbortError";
    throw new RequestFailure(slow ? `等待超时，请再试一次。${PEOPLE}` : `连接不上服务，请稍后再试。${PEOPLE}`);
  } finally {
    clearTimeout(timeout);
  }
}

function failure(status, retryAfter) {
  if (status === 429) {
    const seconds = retryAfter > 0 ? retryAfter : 10;
    return new RequestFailure(`提问太快了，请 ${seconds} 秒后再发送。`, seconds);
  }
  if (status === 413) {
    return new RequestFailure("内容太长了，请缩短后再发送。");
  }
  if (status === 400 || status === 422) {
    return new RequestFailure("这句话没能发送：问题须是 1 到 500 个字，请修改后再试。");
  }
  if (status === 404) {
    return new RequestFailure("没有找到这份文件。");
  }
  return new RequestFailure(`服务暂时出错，请稍后再试。${PEOPLE}`);
}
