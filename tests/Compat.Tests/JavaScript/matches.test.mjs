import assert from "node:assert/strict";
import { test } from "node:test";
import { client, connect, inbox, signIn } from "./game.mjs";

const text = (message) => new TextDecoder().decode(message.data);

async function players(count) {
  const sockets = [];
  for (let i = 0; i < count; i++) {
    const session = await signIn();
    const socket = await connect(session);
    sockets.push({ session, socket, data: inbox(socket, "onmatchdata"), presence: inbox(socket, "onmatchpresence") });
  }
  return sockets;
}

const leave = (...all) => all.forEach(({ socket }) => socket.disconnect(false));

test("two players meet in a relayed match", async () => {
  const [ann, bob] = await players(2);
  const match = await ann.socket.createMatch();
  assert.equal(match.authoritative ?? false, false);
  const joined = await bob.socket.joinMatch(match.match_id);
  assert.equal(joined.presences.some((presence) => presence.user_id === ann.session.user_id), true);

  await ann.socket.sendMatchState(match.match_id, 7, "hello");
  const received = await bob.data.next();
  assert.equal(Number(received.op_code), 7);
  assert.equal(text(received), "hello");
  assert.equal(received.presence.user_id, ann.session.user_id);
  leave(ann, bob);
});

test("a player who leaves is announced to the rest", async () => {
  const [ann, bob] = await players(2);
  const match = await ann.socket.createMatch();
  await bob.socket.joinMatch(match.match_id);
  await bob.socket.leaveMatch(match.match_id);
  let left = false;
  while (!left) {
    const event = await ann.presence.next();
    left = (event.leaves ?? []).some((presence) => presence.user_id === bob.session.user_id);
  }
  leave(ann, bob);
});

test("a match that does not exist can't be joined", async () => {
  const [ann] = await players(1);
  await assert.rejects(ann.socket.joinMatch("00000000-0000-4000-8000-000000000000."), (error) => error.code === 4 && error.message === "Match not found");
  leave(ann);
});

test("a match on the server answers all, one, and writes the score", async () => {
  const [ann, bob] = await players(2);
  const { payload } = await client.rpc(ann.session, "create_referee", { label: "final" });
  const match = await ann.socket.joinMatch(payload.match_id);
  assert.equal(match.authoritative, true);
  assert.equal(match.label, "final");
  await bob.socket.joinMatch(payload.match_id);

  const next = async (player, opCode) => {
    while (true) {
      const message = await player.data.next();
      if (Number(message.op_code) === opCode) return message;
    }
  };
  await ann.socket.sendMatchState(payload.match_id, 1, "to all");
  assert.equal(text(await next(bob, 1)), "to all");
  assert.equal(text(await next(ann, 1)), "to all");

  await ann.socket.sendMatchState(payload.match_id, 2, "to me");
  assert.equal(text(await next(ann, 2)), "to me");

  await bob.socket.sendMatchState(payload.match_id, 6, "score");
  const result = JSON.parse(text(await next(ann, 6)));
  assert.equal(Number(result.score), 77);
  const board = await client.listLeaderboardRecords(bob.session, "judged", [bob.session.user_id]);
  assert.equal(Number(board.owner_records[0].score), 77);
  assert.equal(Number(board.owner_records[0].rank), Number(result.rank));
  leave(ann, bob);
});

test("a match on the server can refuse a player", async () => {
  const [ann] = await players(1);
  const { payload } = await client.rpc(ann.session, "create_referee", { password: "sesame" });
  await assert.rejects(ann.socket.joinMatch(payload.match_id, undefined, { password: "wrong" }), (error) => error.code === 5 && error.message === "wrong password");
  const match = await ann.socket.joinMatch(payload.match_id, undefined, { password: "sesame" });
  assert.equal(match.match_id, payload.match_id);
  leave(ann);
});

test("functions answer over the socket", async () => {
  const [ann] = await players(1);
  const answer = await ann.socket.rpc("echo", JSON.stringify({ over: "socket" }));
  assert.deepEqual(JSON.parse(answer.payload), { over: "socket" });
  await assert.rejects(ann.socket.rpc("nothing_here", "{}"), (error) => error.code === 6 && error.message === "RPC function not found");
  await assert.rejects(ann.socket.rpc("refuse", "{}"), (error) => error.code === 7 && error.message === "not today");
  leave(ann);
});
