namespace Amo2GSheet.EmbeddedTables;

/// <summary>The file of the tables cannot be used. The message is one sentence for the operator: which file, what is wrong, what to do.</summary>
public sealed class TableFileException(string message, Exception? cause = null) : Exception(message, cause);
