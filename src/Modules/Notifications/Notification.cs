using KaosNet.Modules.Kernel;

namespace KaosNet.Modules.Notifications;

/// <summary>Something to tell a player.</summary>
public sealed record NotificationToSend
{
    /// <summary>Whom.</summary>
    public required Guid UserId { get; init; }

    /// <summary>What it is about, in a few words.</summary>
    public required string Subject { get; init; }

    /// <summary>What is told, a JSON object.</summary>
    public required JsonText Content { get; init; }

    /// <summary>What kind of notification it is: above 0, or -2000 to -1000 outside of Lua.</summary>
    [Expects("expects code to be greater than 0"), Between(-2000, int.MaxValue), InLua(Min = 1)]
    public required int Code { get; init; }

    /// <summary>In whose name; null for the server's.</summary>
    public Guid? SenderId { get; init; }

    /// <summary>Whether it is kept until it is deleted; otherwise only those who are online get it.</summary>
    public bool Persistent { get; init; }
}

/// <summary>A notification to delete.</summary>
public sealed record NotificationToDelete
{
    /// <summary>Whose it is.</summary>
    public required Guid UserId { get; init; }

    /// <summary>Which.</summary>
    public required Guid NotificationId { get; init; }
}

/// <summary>A notification to change; what is null stays as it is.</summary>
public sealed record NotificationUpdate
{
    /// <summary>Which.</summary>
    public required Guid Id { get; init; }

    /// <summary>What is told.</summary>
    public JsonText? Content { get; init; }

    /// <summary>What it is about.</summary>
    public string? Subject { get; init; }

    /// <summary>In whose name.</summary>
    public Guid? Sender { get; init; }
}

/// <summary>A notification in a player's list. Its members are spelled in camel case in Lua too, as they always were.</summary>
[InLua(IsCamelCase = true)]
public sealed record ListedNotification
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>What it is about.</summary>
    public required string Subject { get; init; }

    /// <summary>What is told, the text of a JSON object.</summary>
    public required string Content { get; init; }

    /// <summary>What kind of notification it is.</summary>
    public int Code { get; init; }

    /// <summary>In whose name; empty for the server's.</summary>
    public string SenderId { get; init; } = "";

    /// <summary>When it was sent; a number of seconds in scripts.</summary>
    public DateTimeOffset CreateTime { get; init; }

    /// <summary>Whether it is kept; those in lists are.</summary>
    public bool Persistent { get; init; }
}

/// <summary>A page of a player's notifications.</summary>
/// <param name="Notifications">They.</param>
/// <param name="Cursor">Where to go on, now or when there are more.</param>
public sealed record NotificationPage(IReadOnlyList<ListedNotification> Notifications, string Cursor);

/// <summary>A notification, looked up.</summary>
public sealed record Notification
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required Guid UserId { get; init; }

    /// <summary>What it is about.</summary>
    public required string Subject { get; init; }

    /// <summary>What is told.</summary>
    public JsonText Content { get; init; } = JsonText.Empty;

    /// <summary>What kind of notification it is.</summary>
    public int Code { get; init; }

    /// <summary>In whose name; null for the server's. <c>sender</c> in JavaScript.</summary>
    [InJavaScript(Name = "sender")]
    public Guid? SenderId { get; init; }

    /// <summary>When it was sent; a number of seconds in scripts.</summary>
    public DateTimeOffset CreateTime { get; init; }

    /// <summary>Whether it is kept; what can be looked up is.</summary>
    public bool Persistent { get; init; }
}
