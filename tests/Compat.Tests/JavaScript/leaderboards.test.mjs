import assert from "node:assert/strict";
import { test } from "node:test";
import { client, format, port, refusal, signIn } from "./game.mjs";

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

/** New players with records on a board, the later the better. */
async function players(board, count) {
  const found = [];
  for (let i = 1; i <= count; i++) {
    const player = await signIn();
    await client.writeLeaderboardRecord(player, board, { score: String(i) });
    found.push(player);
  }
  return found;
}

const shown = (list) => list.records.map((record) => [record.owner_id, Number(record.rank)]);

test("a board is listed to its last page and back", async () => {
  const board = `paged_${format}`;
  const all = await players(board, 5);
  const best = all.map((player) => player.user_id).reverse();
  const page = (cursor) => client.listLeaderboardRecords(all[0], board, undefined, 2, cursor);
  const first = await page();
  const second = await page(first.next_cursor);
  const third = await page(second.next_cursor);
  assert.deepEqual([...shown(first), ...shown(second), ...shown(third)], best.map((id, place) => [id, place + 1]));
  assert.equal(first.prev_cursor || "", "");
  assert.equal(third.next_cursor || "", "");
  const back = await page(third.prev_cursor);
  assert.deepEqual(shown(back), shown(second));
  const top = await page(back.prev_cursor);
  assert.deepEqual(shown(top), shown(first));
  assert.equal(top.prev_cursor || "", "");

  const around = await client.listLeaderboardRecordsAroundOwner(all[0], board, best[2], 3);
  assert.deepEqual(shown(around), [[best[1], 2], [best[2], 3], [best[3], 4]]);
  const below = await client.listLeaderboardRecordsAroundOwner(all[0], board, best[2], 3, undefined, around.next_cursor);
  assert.deepEqual(shown(below), [[best[4], 5]]);
  const above = await client.listLeaderboardRecordsAroundOwner(all[0], board, best[2], 3, undefined, around.prev_cursor);
  assert.deepEqual(shown(above), [[best[0], 1]]);
});

test("a past period is listed by its expiry", async () => {
  const board = `ticking_${format}`;
  const all = await Promise.all([1, 2, 3].map(() => signIn()));
  let written;
  do {
    written = await Promise.all(all.map((player, place) => client.writeLeaderboardRecord(player, board, { score: String(place) })));
  } while (new Set(written.map((record) => record.expiry_time)).size > 1);
  const owners = all.map((player) => player.user_id);
  const expiry = String(Date.parse(written[0].expiry_time) / 1000);
  const cursor = (await client.listLeaderboardRecords(all[0], board, undefined, 2, undefined, expiry)).next_cursor;
  const deadline = Date.now() + 20_000;
  while (((await client.listLeaderboardRecords(all[0], board, undefined, 100)).records ?? []).length > 0) assert.ok(Date.now() < deadline);

  const { status, body } = await refusal(client.listLeaderboardRecords(all[0], board, undefined, 2, cursor));
  assert.equal(status, 400);
  assert.equal(body.message, "Cursor is invalid or expired.");
  const first = await client.listLeaderboardRecords(all[0], board, undefined, 2, undefined, expiry);
  const second = await client.listLeaderboardRecords(all[0], board, undefined, 2, first.next_cursor, expiry);
  assert.deepEqual([...shown(first), ...shown(second)], owners.map((id, place) => [id, place + 1]));
  const back = await client.listLeaderboardRecords(all[0], board, undefined, 2, second.prev_cursor, expiry);
  assert.deepEqual(shown(back), shown(first));
  const around = await client.listLeaderboardRecordsAroundOwner(all[0], board, owners[1], 3, expiry);
  assert.deepEqual(around.records.map((record) => record.owner_id), owners);
});
