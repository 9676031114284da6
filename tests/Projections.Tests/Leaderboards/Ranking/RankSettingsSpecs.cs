using KaosNet.Projections.Leaderboards.Ranking;

namespace KaosNet.Projections.Tests.Leaderboards.Ranking;

public class RankSettingsSpecs
{
    /// <summary>Parity section 3: a star stands for all boards only when it stands alone.</summary>
    [Theory]
    [InlineData("", "cup", false)]
    [InlineData("cup", "cup", true)]
    [InlineData("cup", "Cup", false)]
    [InlineData("other,cup", "cup", true)]
    [InlineData("*", "cup", true)]
    [InlineData("*,other", "cup", false)]
    [InlineData("*,*", "cup", false)]
    public void some_boards_show_no_ranks(string blacklist, string board, bool excluded) =>
        (RankSettings.Default with { Blacklist = blacklist.Split(',', StringSplitOptions.RemoveEmptyEntries) }).Excludes(board).ShouldBe(excluded);
}
