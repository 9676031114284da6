import assert from "node:assert/strict";
import { test } from "node:test";
import { client, fresh, refusal, signIn } from "./game.mjs";

test("a device signs in twice and is the same player", async () => {
  const device = fresh("device");
  const first = await client.authenticateDevice(device, true);
  const second = await client.authenticateDevice(device, true);
  assert.equal(first.created, true);
  assert.equal(second.created, false);
  assert.equal(first.user_id, second.user_id);
});

test("an unknown device is not created when told not to", async () => {
  const { status, body } = await refusal(client.authenticateDevice(fresh("device"), false));
  assert.equal(status, 404);
  assert.deepEqual({ code: body.code, message: body.message }, { code: 5, message: "User account not found." });
});

test("an email player needs the right password", async () => {
  const email = `${fresh("mail")}@example.com`;
  const session = await client.authenticateEmail(email, "correct horse", true, fresh("Mia"));
  assert.equal(session.created, true);
  const { status, body } = await refusal(client.authenticateEmail(email, "battery staple", true));
  assert.equal(status, 401);
  assert.equal(body.message, "Invalid credentials.");
});

test("a custom id carries session variables", async () => {
  const session = await client.authenticateCustom(fresh("custom"), true, fresh("Cy"), { build: "42" });
  assert.equal(session.vars.build, "42");
});

test("a session is refreshed and then logged out", async () => {
  const session = await signIn();
  const refreshed = await client.sessionRefresh(session);
  assert.equal(refreshed.user_id, session.user_id);
  assert.equal(await client.sessionLogout(refreshed, refreshed.token, refreshed.refresh_token), true);
  const { status, body } = await refusal(client.getAccount(refreshed));
  assert.equal(status, 401);
  assert.equal(body.message, "Auth token invalid");
});

test("a player changes the account and reads it back", async () => {
  const session = await signIn();
  const name = fresh("Renamed");
  await client.updateAccount(session, { username: name, display_name: "Ann of the Hill", timezone: "Europe/Vienna", location: "Linz", lang_tag: "de" });
  const { user } = await client.getAccount(session);
  assert.deepEqual(
    [user.username, user.display_name, user.timezone, user.location, user.lang_tag],
    [name, "Ann of the Hill", "Europe/Vienna", "Linz", "de"]);
});

test("a deleted account is gone and its device is free", async () => {
  const device = fresh("device");
  const session = await client.authenticateDevice(device, true);
  assert.equal(await client.deleteAccount(session), true);
  const again = await client.authenticateDevice(device, true);
  assert.equal(again.created, true);
  assert.notEqual(again.user_id, session.user_id);
});

test("ways to sign in come and go", async () => {
  const session = await signIn();
  const [device, custom, email] = [fresh("tablet"), fresh("custom"), `${fresh("mail")}@example.com`];
  assert.equal(await client.linkDevice(session, { id: device }), true);
  assert.equal(await client.linkCustom(session, { id: custom }), true);
  assert.equal(await client.linkEmail(session, { email, password: "password" }), true);
  const account = await client.getAccount(session);
  assert.deepEqual([account.email, account.custom_id, account.devices.length], [email.toLowerCase(), custom, 2]);
  assert.equal((await client.authenticateDevice(device, false)).user_id, session.user_id);

  assert.equal(await client.unlinkDevice(session, { id: device }), true);
  assert.equal(await client.unlinkEmail(session, { email, password: "password" }), true);
  assert.equal(await client.unlinkCustom(session, { id: custom }), true);
  const { status, body } = await refusal(client.unlinkDevice(session, { id: (await client.getAccount(session)).devices[0].id }));
  assert.equal(status, 403);
  assert.equal(body.code, 7);
});

test("players are looked up by id and name", async () => {
  const [ann, bob] = [await signIn(), await signIn()];
  const { users } = await client.getUsers(ann, [ann.user_id], [bob.username], []);
  assert.deepEqual(users.map(user => user.id).sort(), [ann.user_id, bob.user_id].sort());
});

test("an event is taken", async () => {
  assert.equal(await client.emitEvent(await signIn(), { name: "level_up", properties: { level: "7" } }), true);
});
