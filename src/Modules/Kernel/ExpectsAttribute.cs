namespace KaosNet.Modules.Kernel;

/// <summary>
/// What a script is told that hands in something else: <c>bad argument #1 to friends_add (expects username string)</c> in Lua, the text alone as a <c>TypeError</c> in
/// JavaScript. A mandatory text that has one must not be empty either; of a list it speaks of each entry.
/// </summary>
/// <param name="text">The sentence's end.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class ExpectsAttribute(string text) : Attribute
{
    /// <summary>The sentence's end.</summary>
    public string Text { get; } = text;

    /// <summary>What is told of an empty id, where that is something else.</summary>
    public string Empty { get; init; } = "";

    /// <summary>What is told of something of another kind (a number for a text), where that is not told in the language's own words.</summary>
    public string Kind { get; init; } = "";
}

/// <summary>The smallest and the largest number that is taken, or of bytes the length; its <see cref="ExpectsAttribute"/> says so to scripts. Where a number may be left out, -1 leaves it out too.</summary>
/// <param name="min">The smallest.</param>
/// <param name="max">The largest.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class BetweenAttribute(long min, long max) : Attribute
{
    /// <summary>The smallest.</summary>
    public long Min { get; } = min;

    /// <summary>The largest.</summary>
    public long Max { get; } = max;
}

/// <summary>A list's bound.</summary>
/// <param name="count">The most entries that are taken.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class AtMostAttribute(int count) : Attribute
{
    /// <summary>The most entries that are taken.</summary>
    public int Count { get; } = count;
}

/// <summary>Where JavaScript differs from the method or from the record, and so from Lua.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class InJavaScriptAttribute : Attribute
{
    /// <summary>Whether a moment that is left out is the present one there.</summary>
    public bool DefaultIsNow { get; init; }

    /// <summary>What a member of a result is called there; empty for its own name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Where the argument stands there, from 1, when that is not its place in the method; the others keep their order around it.</summary>
    public int Position { get; init; }

    /// <summary>Whether a member of a result is left out there when it is an empty text or an empty list.</summary>
    public bool LeavesOutWhenEmpty { get; init; }

    /// <summary>Whether the argument must be there although it has a default elsewhere.</summary>
    public bool IsMandatory { get; init; }

    /// <summary>Its default there.</summary>
    public object? Default { get; init; }

    /// <summary>Whether bytes are handed in as a text in base64.</summary>
    public bool IsBase64 { get; init; }
}

/// <summary>Where Lua differs from the method or from the record.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Class)]
public sealed class InLuaAttribute : Attribute
{
    /// <summary>Whether the members of a result are spelled in camel case there, as in JavaScript.</summary>
    public bool IsCamelCase { get; init; }

    /// <summary>The smallest number there that a member of a record takes, where that is not the smallest elsewhere.</summary>
    public int Min { get; init; }

    /// <summary>Whether the argument must be there although it has a default elsewhere.</summary>
    public bool IsMandatory { get; init; }

    /// <summary>Whether an empty text is the same there as none.</summary>
    public bool EmptyIsNone { get; init; }

    /// <summary>What a member of a result is called there; empty for its own name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether a member of a result is not there.</summary>
    public bool IsAbsent { get; init; }

    /// <summary>Whether the members of a result's member stand there beside it too, as if they were the result's own.</summary>
    public bool IsSpread { get; init; }

    /// <summary>Whether something must be passed, if only <c>nil</c>.</summary>
    public bool MustBePassed { get; init; }

    /// <summary>Its default there.</summary>
    public object? Default { get; init; }
}
