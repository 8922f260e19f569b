using System.Globalization;
using System.Text;

namespace Amo2GSheet.Tests.Hosts;

/// <summary>Reads answers off a connection, one after the other.</summary>
internal sealed class AnswerReader(Stream stream, CancellationToken cancellationToken)
{
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _at;
    private int _end;

    public async Task<HostAnswer> ReadAsync(bool isHead)
    {
        var start = (await LineAsync()).Split(' ', 3);
        var status = int.Parse(start[1], CultureInfo.InvariantCulture);
        var headers = new List<KeyValuePair<string, string>>();
        while (await LineAsync() is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers.Add(new(line[..colon], line[(colon + 1)..].Trim()));
        }

        var answer = new HostAnswer(status, start.ElementAtOrDefault(2) ?? "", [], headers, []);
        return isHead || status is < 200 or 204 or 304 ? answer : answer with { Body = await BodyAsync(answer) };
    }

    private async Task<byte[]> BodyAsync(HostAnswer answer)
    {
        using var body = new MemoryStream();
        if (answer.Values("Transfer-Encoding").Contains("chunked"))
        {
            while (int.Parse(await LineAsync(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and var size)
            {
                await CopyAsync(body, size);
                await LineAsync();
            }

            await LineAsync();
        }
        else if (answer.Values("Content-Length").SingleOrDefault() is { } length)
        {
            await CopyAsync(body, long.Parse(length, CultureInfo.InvariantCulture));
        }
        else
        {
            while (_at < _end || await FillAsync())
                await CopyAsync(body, _end - _at);
        }

        return body.ToArray();
    }

    private async Task CopyAsync(MemoryStream body, long count)
    {
        while (count > 0)
        {
            if (_at == _end && !await FillAsync())
                throw new EndOfStreamException("The connection ended inside a body.");
            var part = (int)Math.Min(count, _end - _at);
            body.Write(_buffer, _at, part);
            _at += part;
            count -= part;
        }
    }

    private async Task<string> LineAsync()
    {
        var line = new List<byte>();
        while (true)
        {
            if (_at == _end && !await FillAsync())
                throw new EndOfStreamException($"The connection ended inside a line: '{Encoding.UTF8.GetString([.. line])}'.");
            var letter = _buffer[_at++];
            if (letter == '\n')
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            line.Add(letter);
        }
    }

    private async Task<bool> FillAsync()
    {
        _at = 0;
        _end = await stream.ReadAsync(_buffer, cancellationToken);
        return _end > 0;
    }
}
