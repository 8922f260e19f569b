namespace Amo2GSheet.Sandbox.Processes;

/// <summary>Waiting for a child that serves HTTP.</summary>
public static class UrlWait
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until a URL of the child answers, with whatever status: its server is up then.</summary>
    /// <param name="child">The serving child.</param>
    /// <param name="url">What to GET.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="time">The clock that measures it.</param>
    /// <param name="cancellationToken">Ends the wait; the child stays.</param>
    /// <exception cref="ChildProcessException">The child ended, or did not answer in time; the message quotes its last output.</exception>
    public static async Task WaitForUrlAsync(
        this ChildProcess child, Uri url, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(child);
        ArgumentNullException.ThrowIfNull(url);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await child.WaitForAsync($"answer at {url}", PollAsync(url, time, stop.Token), patience, time, cancellationToken);
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    private static async Task<bool> PollAsync(Uri url, TimeProvider time, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                return true;
            }
            catch (HttpRequestException)
            {
                // Nobody listens there yet.
            }

            await Task.Delay(Poll, time, cancellationToken);
        }
    }
}
