namespace Amo2GSheet.Cli.Import;

/// <summary>The import cannot begin or go on.</summary>
/// <param name="message">One sentence for a person: what is so, and what to do.</param>
/// <param name="inner">The cause.</param>
internal sealed class ImportException(string message, Exception? inner = null) : Exception(message, inner);
