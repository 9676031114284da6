namespace KaosNet.Domain.Chat;

/// <summary>What kind of channel; the numbers are those of presence streams.</summary>
public enum ChannelMode
{
    /// <summary>Open to everybody who knows its name.</summary>
    Room = 2,

    /// <summary>For the members of a group.</summary>
    Group = 3,

    /// <summary>Between two players.</summary>
    DirectMessage = 4,
}
