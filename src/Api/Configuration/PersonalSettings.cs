namespace KaosNet.Api.Configuration;

/// <summary>How what is personal in events is sealed. Ours, not Nakama's.</summary>
public sealed record PersonalSettings
{
    [Setting("File with the master key of users' keys: 32 bytes in base64. Empty = personal.master_key, else personal.key in data_dir, which is made when it is not there.")]
    public string MasterKeyFile { get; init; } = "";

    [Setting("The master key itself instead of a file; better given by the environment than on the command line.", Secret = true)]
    public string MasterKey { get; init; } = "";

    [Setting("Files with master keys that were in use before this one; needed until replay rotate_master_key is through.")]
    public IReadOnlyList<string> FormerMasterKeyFiles { get; init; } = [];
}
