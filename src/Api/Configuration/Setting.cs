using System.Globalization;
using System.Reflection;
using System.Text;

namespace KaosNet.Api.Configuration;

/// <summary>Says what a setting means and which values it takes.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingAttribute(string meaning) : Attribute
{
    public string Meaning { get; } = meaning;

    public long AtLeast { get; init; } = long.MinValue;

    public long AtMost { get; init; } = long.MaxValue;

    /// <summary>Never shown: not in logs, not in the console.</summary>
    public bool Secret { get; init; }

    /// <summary>Accepted, so that a Nakama set-up can be brought along, but the feature that it is for is not there yet. A test holds this against the code.</summary>
    public bool NotYet { get; init; }
}

/// <summary>One key: its name in files, flags and the environment, and its place in <see cref="KaosSettings"/>.</summary>
public sealed class Setting
{
    readonly IReadOnlyList<PropertyInfo> path;
    readonly SettingAttribute about;

    Setting(IReadOnlyList<PropertyInfo> path, SettingAttribute about)
    {
        this.path = path;
        this.about = about;
        Key = string.Join('.', path.Select(property => SnakeCase(property.Name)));
        EnvironmentVariable = "KAOS_" + Key.Replace('.', '_').ToUpperInvariant();
        Type = path[^1].PropertyType;
        Default = ValueIn(new KaosSettings());
    }

    /// <summary>Every setting there is, in the order of the settings' own declaration.</summary>
    public static IReadOnlyList<Setting> All { get; } = [.. Collect(typeof(KaosSettings), [])];

    static readonly Dictionary<string, Setting> ByKey = All.ToDictionary(setting => setting.Key, StringComparer.Ordinal);

    public string Key { get; }

    public string EnvironmentVariable { get; }

    public Type Type { get; }

    public object Default { get; }

    public string Meaning => about.Meaning;

    /// <summary>It may be set, and nothing comes of it yet.</summary>
    public bool HasNoEffectYet => about.NotYet;

    /// <summary>Its place in its section.</summary>
    public PropertyInfo Property => path[^1];

    public bool IsSecret => about.Secret;

    public bool IsList => Type == typeof(IReadOnlyList<string>);

    public bool IsSwitch => Type == typeof(bool);

    public static Setting? Find(string key) => ByKey.GetValueOrDefault(key);

    /// <summary>The key somebody probably meant.</summary>
    public static Setting? Nearest(string key) => All
        .Select(setting => (setting, distance: Distance(setting.Key, key)))
        .Where(candidate => candidate.distance <= Math.Max(2, key.Length / 4))
        .OrderBy(candidate => candidate.distance)
        .Select(candidate => candidate.setting)
        .FirstOrDefault();

    public object ValueIn(KaosSettings settings) => path.Aggregate((object)settings, (section, property) => property.GetValue(section)!);

    /// <summary>The value as an operator may see it.</summary>
    public string TextIn(KaosSettings settings) => Text(ValueIn(settings));

    public string DefaultText => Key == "data_dir" ? "<working directory>/data" : Text(Default);

    /// <summary>Reads texts (several for a list, one otherwise) into the setting's place. Null when well, else what is wrong.</summary>
    internal string? Read(IReadOnlyList<string> texts, KaosSettings into)
    {
        var (value, wrong) = Parse(texts);
        if (wrong is not null) return wrong;
        var section = path.SkipLast(1).Aggregate((object)into, (outer, property) => property.GetValue(outer)!);
        path[^1].SetValue(section, value);
        return null;
    }

    (object? Value, string? Wrong) Parse(IReadOnlyList<string> texts)
    {
        if (IsList) return (texts, null);
        var text = texts[^1];
        if (Type == typeof(string)) return (text, null);
        if (IsSwitch)
        {
            return text switch
            {
                "1" or "t" or "T" or "true" or "TRUE" or "True" => (true, null),
                "0" or "f" or "F" or "false" or "FALSE" or "False" => (false, null),
                _ => (null, $"\"{text}\" is not true or false"),
            };
        }

        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return (null, $"\"{text}\" is not a whole number");
        var highest = Math.Min(about.AtMost, Type == typeof(int) ? int.MaxValue : long.MaxValue);
        if (number < about.AtLeast) return (null, $"{number} is too small, the least is {about.AtLeast}");
        if (number > highest) return (null, $"{number} is too large, the most is {highest}");
        return (Type == typeof(int) ? (object)(int)number : number, null);
    }

    static string Text(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        IReadOnlyList<string> list => "[" + string.Join(", ", list) + "]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    static IEnumerable<Setting> Collect(Type section, IReadOnlyList<PropertyInfo> above)
    {
        foreach (var property in section.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            IReadOnlyList<PropertyInfo> place = [.. above, property];
            if (property.GetCustomAttribute<SettingAttribute>() is { } about) yield return new Setting(place, about);
            else if (property.PropertyType.Namespace == typeof(KaosSettings).Namespace)
            {
                foreach (var inner in Collect(property.PropertyType, place)) yield return inner;
            }
        }
    }

    static string SnakeCase(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0) text.Append('_');
            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }

    static int Distance(string one, string other)
    {
        var previous = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var current = new int[other.Length + 1];
            current[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = previous[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(previous[j], current[j - 1]) + 1);
            }

            previous = current;
        }

        return previous[^1];
    }
}
