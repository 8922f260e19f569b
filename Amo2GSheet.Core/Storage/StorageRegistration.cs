using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.Kpi.Intake;
using Amo2GSheet.Core.State;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Core.Storage;

/// <summary>Registers the stores.</summary>
internal static class StorageRegistration
{
    /// <summary>
    /// The stores on Azure Table Storage, or in a file where an <see cref="ITableFiles"/> is registered. The tables are made when the host starts; wrong settings stop the start with an
    /// <see cref="Microsoft.Extensions.Options.OptionsValidationException"/> that names them.
    /// </summary>
    public static IServiceCollection AddAzureTables(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(Jitter.Own);
        services.TryAddSingleton<StorageCalls>();
        services.TryAddSingleton(_ => AccountPartition.From(configuration));
        services.AddSingleton(provider => new AzureTables(
            TableConnection.From(configuration, provider.GetService<ITableFiles>()),
            provider.GetRequiredService<StorageCalls>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<Jitter>(),
            logger: provider.GetRequiredService<ILogger<AzureTables>>()));
        services.AddHostedService(provider =>
        {
            // A wrong account stops the start as well, before any table is made.
            _ = provider.GetRequiredService<AccountPartition>();
            return new AzureTablesStart(provider.GetRequiredService<AzureTables>());
        });

        services.AddSingleton<IBaseStore, TableBaseStore>();
        services.AddSingleton<IInboxStore, TableInboxStore>();
        services.AddSingleton<IDedupStore, TableDedupStore>();
        services.AddSingleton<ILeaseStore, TableLeaseStore>();
        services.AddSingleton<IJournal, TableJournal>();
        services.AddSingleton<ICursorStore, TableCursorStore>();
        services.AddSingleton<IImportLedger, TableImportLedger>();
        services.AddSingleton<IKpiStore, TableKpiStore>();
        services.AddSingleton<IIntakeStore, TableIntakeStore>();
        services.AddSingleton(provider => new RefreshLock(
            provider.GetRequiredService<ILeaseStore>(), $"{Guid.NewGuid():N}", provider.GetRequiredService<ILogger<RefreshLock>>()));
        return services.AddSingleton<ITokenStore, TableTokenStore>();
    }
}
