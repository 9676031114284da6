using KaosNet.Tests.Support;
using Nakama;

namespace KaosNet.Compat.Tests.Replay;

/// <summary>The master key of personal data is replaced under a server that goes on, and a seal of all of it lies elsewhere.</summary>
public sealed class RotateSpecs(ReplacedServer replaced) : IClassFixture<ReplacedServer>
{
    [Fact]
    public async Task all_keys_go_under_the_new_master_key_and_the_former_opens_nothing_any_more()
    {
        var needed = $"The keys of this database's users lie under the master key {replaced.Former.Id}, which is not given.";
        (await replaced.Replay(["rotate_master_key"], replaced.CurrentFile)).ShouldRefuse(needed);
        string[] account = ["stream", $"account-{replaced.Ann.UserId}"];
        (await replaced.Replay(account, replaced.CurrentFile)).ShouldRefuse(needed);

        using var done = new CancellationTokenSource();
        var playing = Play(() => done.IsCancellationRequested);
        var run = await ReplayTool.RunProgram(
            "rotate_master_key", "--database.address", replaced.Connection, "--personal.master_key_file", replaced.CurrentFile,
            "--personal.former_master_key_files", replaced.FormerFile);
        run.ShouldEndWith(0);
        run.Lines.ShouldBe([
            "1 keys moved", $"All keys lie under the master key {replaced.Current.Id}; 1 were moved. The former ones are needed no more.",
        ]);
        await done.CancelAsync();
        (await playing).ShouldBeGreaterThan(0);

        var alone = await replaced.Replay(account, replaced.CurrentFile);
        alone.ShouldEndWith(0);
        alone.Said.ShouldContain("annabel");
        foreach (var command in (string[])["verify", "audit"]) (await replaced.Replay([command], replaced.CurrentFile)).ShouldEndWith(0);

        var refusal = $"The keys of this database's users lie under the master key {replaced.Current.Id}, which is not given.";
        foreach (var command in (string[][])[account, ["verify"]]) (await replaced.Replay(command, replaced.FormerFile)).ShouldRefuse(refusal);
        var late = await Should.ThrowAsync<InvalidOperationException>(replaced.Start("late", replaced.FormerFile));
        late.Message.ShouldContain(refusal);

        await replaced.Client.UpdateAccountAsync(replaced.Ann, null, "Ann the last");
        (await replaced.Client.GetAccountAsync(replaced.Ann)).User.DisplayName.ShouldBe("Ann the last");
        (await replaced.Replay(account, replaced.CurrentFile)).Said.ShouldContain("Ann the last");
    }

    [Fact]
    public async Task seals_of_two_servers_are_one_chain_and_each_is_posted_until_it_is_taken()
    {
        var posted = replaced.Seals.ToArray();
        posted.ShouldAllBe(seal => seal.ContentType == "application/json; charset=utf-8");
        // Each hash is what the seal says; one comes again when its answer is lost.
        var seals = posted.Select(seal => Store.Chain.SealFile.Parse(seal.Text).Seal).DistinctBy(seal => seal.Number).OrderBy(seal => seal.Number).ToList();
        seals.Select(seal => seal.Number).ShouldBe(Enumerable.Range(1, seals.Count).Select(number => (long)number), "also the one whose first post was refused");
        foreach (var (before, next) in seals.Zip(seals.Skip(1))) (next.Before, next.After).ShouldBe((before.Hash, before.Through));

        var kept = Path.Combine(TestFolder.Create("seals"), "kept.json");
        foreach (var seal in posted)
        {
            await File.WriteAllTextAsync(kept, seal.Text);
            var run = await replaced.Replay(["audit", "--seal", kept], replaced.CurrentFile, replaced.FormerFile);
            run.ShouldEndWith(0);
            run.Said.ShouldContain("as it was kept outside: nothing up to number ");
        }
    }

    /// <summary>Somebody signs up and plays, again and again.</summary>
    async Task<int> Play(Func<bool> isOver)
    {
        var rounds = 0;
        do
        {
            var session = await replaced.Client.AuthenticateDeviceAsync($"device-beside-a-rotation-{rounds}");
            await replaced.Client.UpdateAccountAsync(replaced.Ann, null, $"Ann beside {rounds}");
            await replaced.Client.WriteStorageObjectsAsync(session, [new WriteStorageObject { Collection = "saves", Key = "slot", Value = "{}" }]);
            rounds++;
        }
        while (!isOver());
        return rounds;
    }
}
