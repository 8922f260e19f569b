using Amo2GSheet.Core.AmoCrm;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Tests.Support;

/// <summary>
/// Calls to amoCRM without the gap between them. Settings allow none smaller than amoCRM's own limit, and waiting for it, by the real clock, would
/// be most of the time of a test whose simulator has no limits.
/// </summary>
internal static class NoPace
{
    /// <summary>Takes the gap away. After the service's own registration: the last one counts.</summary>
    public static void AddNoPace(this IServiceCollection services) => services.AddSingleton(provider =>
        new AmoPace(Options.Create(new AmoCrmOptions { RequestDelaySeconds = 0 }), provider.GetRequiredService<TimeProvider>()));
}
