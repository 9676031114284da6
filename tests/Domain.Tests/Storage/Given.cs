using KaosNet.Domain.Kernel;
using KaosNet.Domain.Storage;

namespace KaosNet.Domain.Tests.Storage;

static class Given
{
    public static readonly string Ann = Specification.Player.UserId;
    public static readonly string Bob = "0bb0bb00-0000-4000-8000-000000000002";
    public static readonly Caller Script = new() { Source = Source.Script, Actor = "main.lua" };
    public static readonly DateTimeOffset Later = Specification.Now.AddMinutes(1);

    /// <summary>MD5 of <c>{"a":1}</c>, by md5sum.</summary>
    public const string HashOfA1 = "bb6cb5c68df4652941caf652a366f2d8";

    public const string A1 = """{"a":1}""";
    public const string A2 = """{"a":2}""";

    public static readonly string HashOfA2 = Write("x", A2).Hash;

    public static ObjectKey Key(string key, string? owner = null) => new("bag", key, owner ?? Ann);

    public static ObjectWrite Write(string key, string value, string version = "", int read = 1, int write = 1) =>
        new(Key(key), value) { Version = version, PermissionRead = read, PermissionWrite = write };

    public static StorageObjectWritten Written(string value, int read = 1, int write = 1) => new(value, Write("x", value).Hash, read, write);

    /// <summary>Ann's object of that key, with <see cref="A1"/>.</summary>
    public static Specification Stored(string key, int read = 1, int write = 1) => Specification.Given(Key(key).Stream, Written(A1, read, write));
}
