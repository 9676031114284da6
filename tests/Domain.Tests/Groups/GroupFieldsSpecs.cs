using KaosNet.Domain.Accounts;
using KaosNet.Domain.Groups;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Tests.Groups;

/// <summary>Parity 5.3: founding, editing and ending a group.</summary>
public class GroupFieldsSpecs
{
    [Fact]
    public void a_founder_is_the_first_superadmin() => Clan.Players()
        .When(new CreateGroup(Clan.Ann, "Clan") { Description = "We play", AvatarUrl = "http://a", IsOpen = true, MaxCount = 7, Metadata = """{"b":1,"a":2}""" })
        .Then(new GroupCreated(Clan.Ann, Clan.Ann, "Clan", "We play", "http://a", "en", """{"a": 2, "b": 1}""", IsOpen: true, MaxCount: 7))
        .ThenAnswers(group =>
        {
            Clan.Roster(group).ShouldBe("ann0");
            (group.MemberCount, group.MaxCount, group.IsOpen, group.CreatorId).ShouldBe((1, 7, true, Clan.Ann));
            (group.CreatedAt, group.UpdatedAt).ShouldBe((Specification.Now, Specification.Now));
            Guid.Parse(group.Id).Version.ShouldBe(4);
        });

    [Fact]
    public void what_is_not_said_has_its_default() => Clan.Players()
        .When(new CreateGroup(Clan.Ann, "Clan") { CreatorId = null })
        .Then(new GroupCreated(Clan.Ann, null, "Clan", "", "", "en", "{}", IsOpen: false, MaxCount: 100));

    [Fact]
    public void founding_twice_makes_two() => Clan.Players()
        .When(new CreateGroup(Clan.Ann, "Clan")).After
        .When(new CreateGroup(Clan.Ann, "Other"), seed: 2).ThenAnswers(group => group.Name.ShouldBe("Other"));

    [Theory]
    [InlineData("", 0, "Group name must be set.")]
    [InlineData("Clan", -1, "Group max count must be >= 1 when set.")]
    [InlineData("Cl\0an", 0, "Group name, description, avatar URL or language is too long or not valid text.")]
    public void a_group_needs_a_name_and_room(string name, int maxCount, string refusal) => Clan.Players()
        .When(new CreateGroup(Clan.Ann, name) { MaxCount = maxCount })
        .ThenRefused(FaultCode.InvalidArgument, refusal);

    [Fact]
    public void fields_have_their_limits()
    {
        Clan.Players().When(new CreateGroup(Clan.Ann, Emoji(255)) { Description = Emoji(255), AvatarUrl = Emoji(512), LangTag = Emoji(18) }).Result.Name.ShouldBe(Emoji(255));
        foreach (var tooLong in new CreateGroup[]
        {
            new(Clan.Ann, "half a \ud83c"), new(Clan.Ann, "\udfae half"), new(Clan.Ann, "\ud83ca"),
            new(Clan.Ann, Emoji(256)), new(Clan.Ann, "c") { Description = Emoji(256) }, new(Clan.Ann, "c") { AvatarUrl = Emoji(513) },
            new(Clan.Ann, "c") { LangTag = Emoji(19) },
        }) Clan.Players().When(tooLong).ThenRefused(FaultCode.InvalidArgument, GroupFaults.TextInvalid.Message);
        foreach (var wrong in new[] { "[]", "1", "", "{", """{"a":"\u0000"}""", $$"""{"a":"{{new string('x', 65536)}}"}""" })
            Clan.Players().When(new CreateGroup(Clan.Ann, "c") { Metadata = wrong }).ThenRefused(FaultCode.InvalidArgument, GroupFaults.MetadataInvalid.Message);
    }

    [Fact]
    public void nobody_founds_a_group_without_an_account()
    {
        Clan.Players().When(new CreateGroup(Clan.Zed, "Clan")).ThenRefused(FaultCode.NotFound, "User not found.");
        Clan.Players().And(Account.Kind.Of(Clan.Ann), new AccountDeleted()).When(new CreateGroup(Clan.Ann, "Clan")).ThenRefused(FaultCode.NotFound, "User not found.");
    }

    [Fact]
    public void names_are_taken_with_one_code_when_founding_and_another_when_editing()
    {
        new CreateGroup(Clan.Ann, "Clan").OnTaken("groups_name").ShouldBe(new Fault(FaultCode.AlreadyExists, "Group name is in use."));
        new UpdateGroup(Clan.Id, Clan.Ann).OnTaken("groups_name").ShouldBe(new Fault(FaultCode.InvalidArgument, "Group name is in use."));
        new CreateGroup(Clan.Ann, "Clan").OnTaken("other").ShouldBeNull();
        new UpdateGroup(Clan.Id, Clan.Ann).OnTaken("other").ShouldBeNull();
    }

    [Theory]
    [InlineData(Clan.Ann)]
    [InlineData(Clan.Bob)]
    [InlineData(null)]
    public void who_runs_the_group_edits_it(string? actor) => Clan.Grown()
        .When(new UpdateGroup(Clan.Id, actor) { Name = "New", Description = "", LangTag = "de", IsOpen = true }, now: Specification.Now.AddDays(1))
        .Then(new GroupEdited { Name = "New", Description = "", LangTag = "de", IsOpen = true })
        .ThenState(Clan.Stream, group =>
        {
            (group.Name, group.Description, group.AvatarUrl, group.LangTag, group.IsOpen).ShouldBe(("New", "", "http://a", "de", true));
            group.UpdatedAt.ShouldBe(Specification.Now.AddDays(1));
        });

    [Fact]
    public void editing_nothing_new_counts_as_an_edit() => Clan.Grown()
        .When(new UpdateGroup(Clan.Id, Clan.Ann) { Name = "Clan" }, now: Specification.Now.AddDays(1)).Then(new GroupEdited()).After
        .When(new UpdateGroup(Clan.Id, Clan.Ann) { Name = "Clan" }, now: Specification.Now.AddDays(2)).Then(new GroupEdited())
        .ThenState(Clan.Stream, group => group.UpdatedAt.ShouldBe(Specification.Now.AddDays(2)));

    [Fact]
    public void the_server_edits_more() => Clan.Grown()
        .When(new UpdateGroup(Clan.Id, null) { CreatorId = Clan.Bob, Metadata = """{"a":1}""", MaxCount = 6 })
        .Then(new GroupEdited { CreatorId = Clan.Bob, Metadata = """{"a": 1}""", MaxCount = 6 });

    [Theory]
    [InlineData(Clan.Cid)]
    [InlineData(Clan.Dan)]
    [InlineData(Clan.Eve)]
    [InlineData(Clan.Fay)]
    public void nobody_else_edits_or_ends_it(string actor)
    {
        Clan.Grown().When(new UpdateGroup(Clan.Id, actor) { Name = "New" })
            .ThenRefused(FaultCode.NotFound, "Group not found or you're not allowed to update.");
        Clan.Grown().When(new DeleteGroup(Clan.Id, actor)).ThenRefused(FaultCode.InvalidArgument, "Group not found or you're not allowed to delete.");
    }

    [Fact]
    public void edits_are_checked_in_order()
    {
        var world = Clan.Grown();
        world.When(new UpdateGroup(Clan.Id, Clan.Cid) { Name = "", LangTag = "" }).ThenRefused(FaultCode.InvalidArgument, "Group name cannot be empty.");
        world.When(new UpdateGroup(Clan.Id, Clan.Cid) { LangTag = "" }).ThenRefused(FaultCode.InvalidArgument, "Group language cannot be empty.");
        world.When(new UpdateGroup(Clan.Id, Clan.Cid)).ThenRefused(FaultCode.NotFound, "Group not found or you're not allowed to update.");
        world.When(new UpdateGroup(Clan.Id, Clan.Bob)).ThenRefused(FaultCode.InvalidArgument, "Specify at least one field to update.");
        world.When(new UpdateGroup(Clan.Id, Clan.Bob) { Name = new('a', 256) }).ThenRefused(FaultCode.InvalidArgument, GroupFaults.TextInvalid.Message);
        world.When(new UpdateGroup(Clan.Id, null) { Metadata = "[]" }).ThenRefused(FaultCode.InvalidArgument, "Group metadata must be a JSON object.");
        world.When(new UpdateGroup(Clan.Id, null) { MaxCount = 0 }).ThenRefused(FaultCode.InvalidArgument, "Group max count must be >= 1 when set.");
        world.When(new UpdateGroup(Clan.Id, null) { MaxCount = 5 })
            .ThenRefused(FaultCode.InvalidArgument, "Group max count must not be below the number of members.");
        Clan.Grown(new GroupDisabled()).When(new UpdateGroup(Clan.Id, Clan.Bob) { Name = "New" })
            .ThenRefused(FaultCode.InvalidArgument, "No new fields in group update.");
        Clan.Players().When(new UpdateGroup(Clan.Id, Clan.Bob) { Name = "New" })
            .ThenRefused(FaultCode.NotFound, "Group not found or you're not allowed to update.");
        Clan.Players().When(new UpdateGroup(Clan.Id, null) { Name = "New" }).ThenRefused(FaultCode.NotFound, "Group not found.");
    }

    [Fact]
    public void a_superadmin_ends_it_and_nothing_is_told() => Clan.Grown()
        .When(new DeleteGroup(Clan.Id, Clan.Sue)).Then(new GroupDeleted())
        .ThenState(Clan.Stream, group => (group.Exists, group.MemberCount, group.Members.Count, group.Leaders.Count).ShouldBe((false, 0, 0, 0))).After
        .When(new DeleteGroup(Clan.Id, Clan.Sue)).ThenRefused(FaultCode.InvalidArgument, "Group not found or you're not allowed to delete.").After
        .When(new DeleteGroup(Clan.Id, null)).ThenRefused(FaultCode.NotFound, "Group not found.");

    [Fact]
    public void an_admin_does_not_end_it() => Clan.Grown()
        .When(new DeleteGroup(Clan.Id, Clan.Bob)).ThenRefused(FaultCode.InvalidArgument, "Group not found or you're not allowed to delete.");

    [Fact]
    public void the_server_ends_it() => Clan.Grown().When(new DeleteGroup(Clan.Id, null)).Then(new GroupDeleted());

    [Fact]
    public void an_operator_takes_it_out_and_puts_it_back() => Clan.Grown()
        .When(new DisableGroup(Clan.Id, IsDisabled: true)).Then(new GroupDisabled()).After
        .When(new DisableGroup(Clan.Id, IsDisabled: true)).ThenNothing().After
        .When(new DisableGroup(Clan.Id, IsDisabled: false)).Then(new GroupEnabled()).After
        .When(new DisableGroup(Clan.Id, IsDisabled: false)).ThenNothing();

    [Fact]
    public void there_is_nothing_to_take_out_without_a_group() => Clan.Players().When(new DisableGroup(Clan.Id, IsDisabled: true)).ThenNothing();

    static string Emoji(int count) => string.Concat(Enumerable.Repeat("🎮", count));
}
