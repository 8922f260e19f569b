using Azure.Core.Pipeline;

namespace Amo2GSheet.Core.Storage;

/// <summary>
/// Tables in a file, for programs that bring a table service of their own. Where none is registered, tables are in a storage account or an
/// emulator only.
/// </summary>
public interface ITableFiles
{
    /// <summary>The transport of Azure's client that leads to the tables in a file. One file is opened once, however often it is asked for.</summary>
    /// <param name="path">The file; it is made if it is missing.</param>
    HttpPipelineTransport Open(string path);
}
