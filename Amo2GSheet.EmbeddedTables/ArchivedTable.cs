namespace Amo2GSheet.EmbeddedTables;

/// <summary>One table of an archive.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Entities">How many entities it has.</param>
/// <param name="Checksum">SHA-256 over all of them, in the order of their keys.</param>
internal sealed record ArchivedTable(string Name, long Entities, string Checksum);
