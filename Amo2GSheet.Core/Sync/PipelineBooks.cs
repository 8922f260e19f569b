using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Pipelines;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Sync;

/// <summary>The <see cref="PipelineBook"/> of an account, made once for as long as the account itself is kept.</summary>
/// <param name="options">Settings of pipelines.</param>
internal sealed class PipelineBooks(IOptions<PipelineOptions> options)
{
    private volatile Entry? _last;

    /// <summary>The account's pipelines and stages.</summary>
    public PipelineBook BookOf(AmoAccount account)
    {
        if (_last is { } last && ReferenceEquals(last.Account, account))
            return last.Book;

        var made = new Entry(account, new PipelineBook(account.Pipelines, options.Value));
        _last = made;
        return made.Book;
    }

    private sealed record Entry(AmoAccount Account, PipelineBook Book);
}
