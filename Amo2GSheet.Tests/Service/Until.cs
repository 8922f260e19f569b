namespace Amo2GSheet.Tests.Service;

/// <summary>Waits for what other threads bring about. Fails after a bound that no healthy run comes near.</summary>
internal static class Until
{
    public static async Task TrueAsync(Func<bool> condition)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, timeout.Token);
    }
}
