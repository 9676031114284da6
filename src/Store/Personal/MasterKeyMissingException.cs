namespace KaosNet.Store.Personal;

/// <summary>Personal data is sealed and there is no master key to read it with.</summary>
/// <param name="id">Which one is needed.</param>
public sealed class MasterKeyMissingException(string id)
    : Exception(
        $"The keys of this database's users lie under the master key {id}, which is not given. Name its file with personal.master_key_file, or the key itself in "
        + "KAOS_PERSONAL_MASTER_KEY; a former one, after it was replaced, with personal.former_master_key_files.")
{
    /// <summary>Which one is needed, as <see cref="MasterKey.Id"/> names it.</summary>
    public string Id { get; } = id;
}
