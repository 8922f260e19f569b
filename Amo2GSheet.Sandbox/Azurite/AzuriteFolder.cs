using System.Text.Json;
using Amo2GSheet.Sandbox.Processes;

namespace Amo2GSheet.Sandbox.Azurite;

/// <summary>The folder <c>tools/azurite</c> of the checkout we run from: the pinned package, installed when it has to be.</summary>
internal sealed class AzuriteFolder(string path)
{
    private static readonly TimeSpan LockPoll = TimeSpan.FromMilliseconds(200);

    public string Path { get; } = path;

    /// <summary>Loaded into Azurite: ends it with us, and tells the port it got.</summary>
    public string OwnedScript => In("owned.js");

    /// <summary>Azurite's own entry script of its table service.</summary>
    public string TableScript => In("node_modules/azurite/dist/src/table/main.js");

    private string LockFile => In("package-lock.json");

    /// <summary>npm writes this last, so a broken install does not have it.</summary>
    private string InstalledMark => In("node_modules/.package-lock.json");

    private bool IsInstalled => File.GetLastWriteTimeUtc(InstalledMark) >= File.GetLastWriteTimeUtc(LockFile);

    /// <summary>Finds the folder, in the given one or in one of those above it.</summary>
    /// <param name="start">Where to look first; the program's own folder as a rule.</param>
    /// <exception cref="AzuriteUnavailableException">It is not there: the program does not run from a checkout.</exception>
    public static AzuriteFolder Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            var candidate = new AzuriteFolder(System.IO.Path.Combine(folder.FullName, "tools", "azurite"));
            if (File.Exists(candidate.LockFile))
            {
                return candidate;
            }
        }

        throw new AzuriteUnavailableException($"There is no tools/azurite in {start} or above it: this is not a checkout.");
    }

    /// <summary>The version that is installed.</summary>
    public string ReadVersion()
    {
        using var package = JsonDocument.Parse(File.ReadAllBytes(In("node_modules/azurite/package.json")));
        return package.RootElement.GetProperty("version").GetString()!;
    }

    /// <summary>Runs <c>npm ci</c> unless what is installed is as new as the lock file.</summary>
    public async Task EnsureInstalledAsync(AzuriteOptions options, CancellationToken cancellationToken)
    {
        if (IsInstalled)
        {
            return;
        }

        await using var turn = await TakeTurnAsync(options, cancellationToken);
        if (!IsInstalled)
        {
            options.Progress?.Invoke("Installing Azurite, once (npm ci in tools/azurite) …");
            await InstallAsync(options, cancellationToken);
        }
    }

    /// <summary>One installer at a time: npm ci deletes node_modules first, under the feet of whoever uses it.</summary>
    private async Task<FileStream> TakeTurnAsync(AzuriteOptions options, CancellationToken cancellationToken)
    {
        var told = false;
        while (true)
        {
            try
            {
                return new FileStream(In(".install.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                // Held by another process, which may be installing for both of us.
            }

            if (!told)
            {
                options.Progress?.Invoke("Waiting for another process that installs Azurite …");
                told = true;
            }

            await Task.Delay(LockPoll, options.Time, cancellationToken);
        }
    }

    private async Task InstallAsync(AzuriteOptions options, CancellationToken cancellationToken)
    {
        await using var npm = ChildProcess.Start(new ChildProcessSpec
        {
            Name = "npm ci",
            Command = options.Npm,
            Arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            WorkingDirectory = Path,
        });
        var code = await npm.Exited.WaitAsync(cancellationToken);
        if (code != 0)
        {
            throw new AzuriteUnavailableException(
                $"'npm ci' in {Path} ended with code {code}: {string.Join(Environment.NewLine, npm.RecentOutput)}{Environment.NewLine}");
        }
    }

    private string In(string relative) => System.IO.Path.Combine(Path, relative);
}
