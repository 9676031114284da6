import assert from "node:assert/strict";
import { test } from "node:test";
import { connect, fresh, inbox, signIn } from "./game.mjs";

async function players(count) {
  const all = [];
  for (let i = 0; i < count; i++) {
    const session = await signIn();
    const socket = await connect(session);
    all.push({ session, socket, matched: inbox(socket, "onmatchmakermatched") });
  }
  return all;
}

const leave = (...all) => all.forEach(({ socket }) => socket.disconnect(false));

test("players who look for each other meet by a token", async () => {
  const [ann, bob, eve] = await players(3);
  const game = fresh("game");
  const query = `+properties.game:${game.replaceAll("-", "\\-")} +properties.skill:>=10`;
  const add = ({ socket }, skill, whom = query) => socket.addMatchmaker(whom, 2, 2, { game, zone: "eu" }, { skill });
  await add(eve, 5, "+properties.nobody:T");
  const { ticket } = await add(ann, 12.5);
  await add(bob, 14);
  const found = await ann.matched.next(60_000);
  assert.equal(found.ticket, ticket);
  assert.equal(found.self.presence.user_id, ann.session.user_id);
  assert.equal(found.self.numeric_properties.skill, 12.5);
  assert.deepEqual(found.self.string_properties, { game, zone: "eu" });
  assert.deepEqual(found.users.map((user) => user.presence.user_id).sort(), [ann.session.user_id, bob.session.user_id].sort());
  const other = await bob.matched.next(60_000);
  assert.equal(other.token, found.token);

  await ann.socket.joinMatch(undefined, found.token);
  const joined = await bob.socket.joinMatch(undefined, other.token);
  assert.equal(joined.presences.some((presence) => presence.user_id === ann.session.user_id), true);
  leave(ann, bob, eve);
});

test("server code may make the match", async () => {
  const [ann, bob] = await players(2);
  const game = fresh("judged").replaceAll("-", "");
  for (const { socket } of [ann, bob]) await socket.addMatchmaker(`+properties.game:${game}`, 2, 4, { game, judged: "yes" });
  const found = await ann.matched.next(60_000);
  assert.equal(found.token ?? "", "");
  assert.equal((await bob.matched.next(60_000)).match_id, found.match_id);
  const joined = await ann.socket.joinMatch(found.match_id);
  assert.equal(joined.label, "found 2");
  leave(ann, bob);
});

test("a search can be given up, and a wrong one is refused", async () => {
  const [ann] = await players(1);
  const { ticket } = await ann.socket.addMatchmaker("+properties.nobody:T", 2, 2);
  await ann.socket.removeMatchmaker(ticket);
  await assert.rejects(ann.socket.removeMatchmaker(ticket), (error) => error.code === 3 && error.message === "Matchmaker ticket not found");
  await assert.rejects(ann.socket.addMatchmaker("*", 1, 2), (error) => error.code === 3 && error.message === "Invalid minimum count, must be >= 2");
  leave(ann);
});
