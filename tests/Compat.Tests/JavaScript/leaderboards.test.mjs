import assert from "node:assert/strict";
import { test } from "node:test";
import { client, port, refusal, signIn } from "./game.mjs";

test("a score is written and ranked at once", async () => {
  const [ann, bob] = [await signIn("ann"), await signIn("bob")];
  const low = await client.writeLeaderboardRecord(ann, "open", { score: "900001", subscore: "3", metadata: { weapon: "bow" } });
  const high = await client.writeLeaderboardRecord(bob, "open", { score: "900002" });
  assert.equal(Number(low.score), 900001);
  assert.equal(Number(high.rank) >= 1, true);
  const list = await client.listLeaderboardRecords(ann, "open", [ann.user_id, bob.user_id], 100);
  const ranks = Object.fromEntries(list.owner_records.map((record) => [record.owner_id, Number(record.rank)]));
  assert.equal(ranks[bob.user_id] < ranks[ann.user_id], true);
  const mine = list.owner_records.find((record) => record.owner_id === ann.user_id);
  assert.deepEqual(mine.metadata, { weapon: "bow" });
});

test("a board is listed page by page to its end", async () => {
  const players = [];
  for (let i = 0; i < 7; i++) {
    const player = await signIn();
    await client.writeLeaderboardRecord(player, "fastest", { score: String(100 + i) });
    players.push(player);
  }
  const seen = [];
  let cursor = undefined;
  do {
    const page = await client.listLeaderboardRecords(players[0], "fastest", undefined, 3, cursor);
    seen.push(...page.records.map((record) => Number(record.score)));
    cursor = page.next_cursor;
  } while (cursor);
  assert.deepEqual(seen, [...seen].sort((a, b) => a - b));
  assert.equal(seen.length >= 7, true);
});

test("a list around the owner has the owner in it", async () => {
  const player = await signIn();
  await client.writeLeaderboardRecord(player, "open", { score: "500" });
  const { records } = await client.listLeaderboardRecordsAroundOwner(player, "open", player.user_id, 5);
  assert.equal(records.some((record) => record.owner_id === player.user_id), true);
});

test("a deleted record is off the board", async () => {
  const player = await signIn();
  await client.writeLeaderboardRecord(player, "open", { score: "1" });
  // The JavaScript client has no call for it.
  const answer = await fetch(`http://127.0.0.1:${port}/v2/leaderboard/open`, { method: "DELETE", headers: { Authorization: `Bearer ${player.token}` } });
  assert.equal(answer.status, 200);
  const { owner_records } = await client.listLeaderboardRecords(player, "open", [player.user_id]);
  assert.equal((owner_records ?? []).length, 0);
});

test("players can't write to a judged board", async () => {
  const { status, body } = await refusal(client.writeLeaderboardRecord(await signIn(), "judged", { score: "1" }));
  assert.equal(status, 403);
  assert.equal(body.message, "Leaderboard only allows authoritative score submissions.");
});

test("an unknown board is not found", async () => {
  const { status, body } = await refusal(client.listLeaderboardRecords(await signIn(), "nowhere"));
  assert.equal(status, 404);
  assert.equal(body.message, "Leaderboard not found.");
});
