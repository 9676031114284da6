// The official client against the server of this test run.
import { Client } from "@heroiclabs/nakama-js";
import { WebSocketAdapterPb } from "@heroiclabs/nakama-js-protobuf";
import { WebSocket } from "ws";

globalThis.WebSocket ??= WebSocket;

export const port = process.env.KAOS_PORT;
export const format = process.env.KAOS_FORMAT ?? "json";

// The client never takes back the timers of answered requests and open sockets; they must not keep the process alive.
const patience = 60_000;
const setTimeoutOfNode = globalThis.setTimeout;
globalThis.setTimeout = (act, milliseconds, ...more) => {
  const timer = setTimeoutOfNode(act, milliseconds, ...more);
  if (milliseconds >= 10_000) timer.unref();
  return timer;
};

export const client = new Client("defaultkey", "127.0.0.1", port, false, patience, false);

let number = 0;

/** A device or custom id that no other test uses. */
export const fresh = (word) => `${word}-${format}-${process.pid}-${Date.now()}-${number++}`;

/** A new player. */
export const signIn = (word = "player", vars = undefined) => client.authenticateDevice(fresh(word), true, undefined, vars);

/** A connected socket in the format of this run. */
export async function connect(session) {
  const socket = format === "protobuf"
    ? client.createSocket(false, false, new WebSocketAdapterPb())
    : client.createSocket(false, false);
  socket.ondisconnect = () => {};
  await socket.connect(session, false);
  return socket;
}

/** Collects what arrives through a handler, to be awaited one by one with a deadline. */
export function inbox(socket, handler) {
  const waiting = [];
  const arrived = [];
  socket[handler] = (message) => (waiting.length > 0 ? waiting.shift()(message) : arrived.push(message));
  return {
    next: (milliseconds = 60_000) => new Promise((resolve, reject) => {
      if (arrived.length > 0) return resolve(arrived.shift());
      const timer = setTimeout(() => reject(new Error(`nothing came to ${handler} in ${milliseconds} ms`)), milliseconds);
      waiting.push((message) => { clearTimeout(timer); resolve(message); });
    }),
    count: () => arrived.length,
  };
}

/** The refusal of a REST call: its status and body. */
export async function refusal(call) {
  try {
    await call;
  } catch (response) {
    if (typeof response.json !== "function") throw response;
    return { status: response.status, body: await response.json() };
  }
  throw new Error("the call was granted");
}
