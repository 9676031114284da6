namespace KaosNet.Compat.Tests.Docs;

/// <summary>The stories that pages of reference tell with curl: run as they stand, but for the port.</summary>
public sealed class StoryPagesSpecs(CompatServer compat)
{
    [Theory]
    [InlineData("leagues.md")]
    [InlineData("brackets.md")]
    public Task every_command_of_the_page_prints_what_the_page_says(string page) =>
        ShellPage.Open("reference", page).PrintsWhatItSays(command => command.Replace("7350", $"{compat.Server.Port}"));
}
