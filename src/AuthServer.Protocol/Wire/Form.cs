using System.Buffers;
using System.Text;

namespace AuthServer.Protocol.Wire;

/// <summary>
/// Parameters of a request: a query or an <c>application/x-www-form-urlencoded</c> body. An empty value counts as absent
/// (RFC 6749 §3.1); what came twice, was no UTF-8 or was too long is remembered as a fault instead of guessed at.
/// </summary>
public sealed class Form
{
    /// <summary>Longest value, in bytes as sent. Chosen.</summary>
    public const int MaxValueLength = 32 * 1024;

    /// <summary>Most parameters. Chosen.</summary>
    public const int MaxCount = 128;

    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    /// <summary>Bytes that do not stand for themselves; most values have none.</summary>
    private static readonly SearchValues<byte> Special = SearchValues.Create("+%\0"u8);

    private readonly List<KeyValuePair<string, string>> _values = new(12);
    private Dictionary<string, string>? _faults;

    private Form()
    {
    }

    /// <summary>No parameters.</summary>
    public static Form Empty => new();

    /// <summary>Why the whole cannot be read: too many parameters, or a name that is no UTF-8; null when it can.</summary>
    public string? Malformed { get; private set; }

    /// <summary>Every parameter with a value, in the order sent, duplicates included.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Values => _values;

    /// <summary>Reads a query (without its question mark) or a body.</summary>
    public static Form Parse(ReadOnlySpan<byte> text)
    {
        var form = new Form();
        var count = 0;
        foreach (var range in text.Split((byte)'&'))
        {
            var pair = text[range];
            if (pair.IsEmpty)
                continue;
            if (++count > MaxCount)
            {
                form.Malformed = "too many parameters";
                break;
            }

            form.Add(pair);
        }

        return form;
    }

    /// <summary>Reads a query, with or without its question mark.</summary>
    public static Form Parse(string query) => Parse(Encoding.UTF8.GetBytes(query.TrimStart('?')));

    /// <summary>A form of these values, judged as if they had been sent.</summary>
    public static Form Of(IEnumerable<KeyValuePair<string, string>> values) => Parse(Encode(values));

    /// <summary>The value; null when it is absent, empty or faulty.</summary>
    public string? Find(string name)
    {
        if (_faults is not null && _faults.ContainsKey(name))
            return null;
        foreach (var (key, value) in _values)
        {
            if (key == name)
                return value;
        }

        return null;
    }

    /// <summary>Every value of a parameter that may repeat, such as <c>resource</c> (RFC 8707 §2).</summary>
    public IReadOnlyList<string> FindAll(string name) =>
        [.. _values.Where(v => v.Key == name).Select(v => v.Value)];

    /// <summary>What is wrong with one parameter; null when nothing is.</summary>
    public string? FaultOf(string name) => _faults?.GetValueOrDefault(name);

    /// <summary>The first fault of any parameter, but for those that may repeat; null when there is none.</summary>
    public string? FirstFault(params ReadOnlySpan<string> repeatable)
    {
        if (Malformed is not null)
            return Malformed;
        if (_faults is null)
            return null;
        foreach (var (name, fault) in _faults)
        {
            if (fault != Repeated || !repeatable.Contains(name))
                return IsPrintable(name) ? $"{name} {fault}" : $"a parameter {fault}";
        }

        return null;
    }

    /// <summary>Back to text, to be parked and read again.</summary>
    public string Encode() => Encode(_values);

    private const string Repeated = "must not be repeated";

    private static string Encode(IEnumerable<KeyValuePair<string, string>> values) =>
        string.Join('&', values.Select(v => $"{Uri.EscapeDataString(v.Key)}={Uri.EscapeDataString(v.Value)}"));

    private void Add(ReadOnlySpan<byte> pair)
    {
        var equals = pair.IndexOf((byte)'=');
        var rawName = equals < 0 ? pair : pair[..equals];
        var rawValue = equals < 0 ? default : pair[(equals + 1)..];
        if (rawName.Length > 256 || Decode(rawName) is not { } name)
        {
            Malformed ??= "a parameter name cannot be read";
            return;
        }

        if (rawValue.Length > MaxValueLength)
            Fault(name, "is too long");
        else if (Decode(rawValue) is not { } value)
            Fault(name, "is not UTF-8");
        else if (value.Length > 0)
        {
            if (_values.Exists(v => v.Key == name))
                Fault(name, Repeated);
            _values.Add(new(name, value));
        }
    }

    private void Fault(string name, string what) => (_faults ??= new(StringComparer.Ordinal)).TryAdd(name, what);

    private static bool IsPrintable(string name) => !name.AsSpan().ContainsAnyExceptInRange('!', '~')
        && !name.AsSpan().ContainsAny('"', '\\');

    /// <summary>Null when the bytes are no UTF-8 or hold a NUL. A stray percent sign stands for itself, as in browsers.</summary>
    internal static string? Decode(ReadOnlySpan<byte> raw)
    {
        if (!raw.ContainsAny(Special))
            return TextOf(raw);
        Span<byte> buffer = raw.Length <= 512 ? stackalloc byte[raw.Length] : new byte[raw.Length];
        var length = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            var b = raw[i];
            if (b == '+')
                b = (byte)' ';
            else if (b == '%' && i + 2 < raw.Length && TryHex(raw[i + 1], raw[i + 2], out var decoded))
                (b, i) = (decoded, i + 2);
            if (b == 0)
                return null;
            buffer[length++] = b;
        }

        return TextOf(buffer[..length]);
    }

    private static string? TextOf(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static bool TryHex(byte high, byte low, out byte value)
    {
        var (h, l) = (HexDigit(high), HexDigit(low));
        value = (byte)((h << 4) | l);
        return (h | l) < 16;
    }

    private static int HexDigit(byte c) => c switch
    {
        >= (byte)'0' and <= (byte)'9' => c - '0',
        >= (byte)'a' and <= (byte)'f' => c - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => c - 'A' + 10,
        _ => 0x10,
    };
}
