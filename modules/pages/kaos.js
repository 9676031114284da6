// A thin client for games in a browser: sign-in and requests over HTTP, everything live over one WebSocket that comes back by itself.
// It speaks the server's client API as any of Nakama's clients does; there is nothing here but what the demo games need.

const REQUEST_PATIENCE_MS = 15_000;
const NAMES_MAX = 9;
const ALREADY_EXISTS = 6;
const RETRY_FIRST_MS = 300;
const RETRY_LAST_MS = 5_000;

/** The server said no: `code` is its error code, `message` what it says to the player. */
export class Refused extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** A signed-in player. Events: "online", "offline", and "data" with what matches send ({ matchId, op, content }). */
export class Player extends EventTarget {
  #deviceId;
  #serverKey;
  #token = "";
  #socket = null;
  #isOpen = false;
  #isWanted = false;
  #retryMs = RETRY_FIRST_MS;
  #waiting = new Map();
  #lastCid = 0;

  constructor(deviceId, serverKey) {
    super();
    this.#deviceId = deviceId;
    this.#serverKey = serverKey;
  }

  /** Signs a device in, under that name when it is new; a name that somebody else has gets a number. */
  static async signIn(deviceId, name, serverKey = "defaultkey") {
    const player = new Player(deviceId, serverKey);
    for (let number = 1; ; number++) {
      try {
        await player.#authenticate(number === 1 ? name : `${name}-${number}`);
        break;
      } catch (refused) {
        if (refused.code !== ALREADY_EXISTS || number === NAMES_MAX) throw refused;
      }
    }
    const account = await player.get("/v2/account");
    player.id = account.user.id;
    player.name = account.user.username;
    return player;
  }

  get isOnline() {
    return this.#isOpen;
  }

  // --- requests ---------------------------------------------------------------------------------------------------------

  async get(path, parameters = {}) {
    const query = new URLSearchParams(parameters).toString();
    const ask = () => fetch(query ? `${path}?${query}` : path, { headers: { Authorization: `Bearer ${this.#token}` } });
    let response = await ask();
    if (response.status === 401) {
      // Tokens live for a minute.
      await this.#authenticate();
      response = await ask();
    }
    return answerOf(response);
  }

  async #authenticate(name) {
    const create = name === undefined ? "create=false" : `username=${encodeURIComponent(name)}`;
    const response = await fetch(`/v2/account/authenticate/device?${create}`, {
      method: "POST",
      headers: { Authorization: `Basic ${btoa(`${this.#serverKey}:`)}` },
      body: JSON.stringify({ id: this.#deviceId }),
    });
    this.#token = (await answerOf(response)).token;
  }

  // --- the socket ---------------------------------------------------------------------------------------------------------

  /** Connects, and connects again whenever the socket is lost, until `close`. */
  open() {
    this.#isWanted = true;
    addEventListener("online", () => this.#connect());
    this.#connect();
  }

  close() {
    this.#isWanted = false;
    this.#socket?.close();
  }

  /** Sends a message and waits for its answer. */
  request(message) {
    if (!this.#isOpen) return Promise.reject(new Refused(0, "The connection is lost. Trying again…"));
    const cid = String(++this.#lastCid);
    return new Promise((resolve, reject) => {
      const impatience = setTimeout(() => this.#settle(cid, { error: { code: 0, message: "The server does not answer." } }), REQUEST_PATIENCE_MS);
      this.#waiting.set(cid, { resolve, reject, impatience });
      this.#socket.send(JSON.stringify({ cid, ...message }));
    });
  }

  /** Calls a function of the server's modules. */
  async call(id, payload = {}) {
    return JSON.parse((await this.request({ rpc: { id, payload: JSON.stringify(payload) } })).rpc.payload);
  }

  join(matchId) {
    return this.request({ match_join: { match_id: matchId } });
  }

  leave(matchId) {
    return this.request({ match_leave: { match_id: matchId } });
  }

  /** Tells a match something. What comes of it comes as data. */
  tell(matchId, op, content = {}) {
    if (!this.#isOpen) return;
    const data = btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(content))));
    this.#socket.send(JSON.stringify({ match_data_send: { match_id: matchId, op_code: String(op), data } }));
  }

  async #connect() {
    if (this.#socket || !this.#isWanted) return;
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/ws?format=json&status=true&token=${encodeURIComponent(this.#token)}`);
    this.#socket = socket;
    socket.onopen = () => {
      this.#isOpen = true;
      this.#retryMs = RETRY_FIRST_MS;
      this.dispatchEvent(new Event("online"));
    };
    socket.onmessage = (event) => this.#receive(JSON.parse(event.data));
    socket.onclose = () => this.#lost();
  }

  #lost() {
    const wasOpen = this.#isOpen;
    this.#isOpen = false;
    for (const cid of [...this.#waiting.keys()]) this.#settle(cid, { error: { code: 0, message: "The connection was lost." } });
    if (wasOpen) this.dispatchEvent(new Event("offline"));
    if (!this.#isWanted) return;
    setTimeout(async () => {
      // A refused socket does not say why; most often the token has expired.
      await this.#authenticate().catch(() => {});
      this.#socket = null;
      this.#connect();
    }, this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, RETRY_LAST_MS);
  }

  #receive(envelope) {
    if (envelope.cid) return this.#settle(envelope.cid, envelope);
    const sent = envelope.match_data;
    if (!sent) return;
    const bytes = Uint8Array.from(atob(sent.data ?? ""), (character) => character.charCodeAt(0));
    const content = bytes.length > 0 ? JSON.parse(new TextDecoder().decode(bytes)) : {};
    this.dispatchEvent(new CustomEvent("data", { detail: { matchId: sent.match_id, op: Number(sent.op_code), content } }));
  }

  #settle(cid, answer) {
    const request = this.#waiting.get(cid);
    if (!request) return;
    this.#waiting.delete(cid);
    clearTimeout(request.impatience);
    if (answer.error) request.reject(new Refused(answer.error.code ?? 0, answer.error.message));
    else request.resolve(answer);
  }
}

/** The id by which this browser is known under that name; another name is another player. */
export function deviceOf(name) {
  const devices = new Map(JSON.parse(localStorage.getItem("kaos.devices") ?? "[]"));
  if (!devices.has(name)) {
    devices.set(name, Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join(""));
    localStorage.setItem("kaos.devices", JSON.stringify([...devices]));
  }
  return devices.get(name);
}

async function answerOf(response) {
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(answer.code ?? 0, answer.message ?? `The server answers ${response.status}.`);
  return answer;
}
