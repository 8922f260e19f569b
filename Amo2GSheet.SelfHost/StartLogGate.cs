namespace Amo2GSheet.SelfHost;

/// <summary>
/// Shut until the host has started: .NET's host and Kestrel log a failed start with its stack trace and then throw it, and the one line
/// on stderr that it becomes would drown.
/// </summary>
internal sealed class StartLogGate
{
    private volatile bool _isOpen;

    public bool IsOpen => _isOpen;

    public void Open() => _isOpen = true;
}
