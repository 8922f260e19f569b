using System.Threading.Channels;

namespace Amo2GSheet.Core.Sync;

/// <summary>The nudge from a webhook to the pass: many nudges while a pass runs are one. It carries no data; that waits in the inbox.</summary>
public sealed class PassSignal
{
    private readonly Channel<bool> _nudges = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Asks for a pass soon. Never waits.</summary>
    public void Nudge() => _nudges.Writer.TryWrite(true);

    /// <summary>Waits for a nudge, and takes all that came so far as one.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken) => await _nudges.Reader.ReadAsync(cancellationToken);
}
