using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace AuthServer.Core.Audit;

/// <summary>
/// The bytes that a MAC is made over: every field with its length before it, so that nothing can be shifted from one into
/// the next, and what is absent differs from what is empty.
/// </summary>
internal sealed class CanonicalForm
{
    private const int Absent = -1;

    private readonly ArrayBufferWriter<byte> _bytes = new(512);

    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>What a row says, with the commitment in place of the personal data and its salt.</summary>
    public static CanonicalForm Of(AuditRow row) => new CanonicalForm()
        .Add("event 1").Add(row.Id).Add(row.At).Add((short)row.ActorKind).Add(row.Actor).Add(row.Via).Add(row.Action)
        .Add(row.TargetKind).Add(row.Target).Add(row.Detail).Add(row.Person).Add(row.Commitment).Add(row.KeyId);

    public CanonicalForm Add(string? text)
    {
        if (text is null)
            return AddLength(Absent);
        var length = Encoding.UTF8.GetByteCount(text);
        AddLength(length);
        Encoding.UTF8.GetBytes(text, _bytes.GetSpan(length));
        _bytes.Advance(length);
        return this;
    }

    public CanonicalForm Add(byte[]? bytes)
    {
        if (bytes is null)
            return AddLength(Absent);
        AddLength(bytes.Length);
        _bytes.Write(bytes);
        return this;
    }

    public CanonicalForm Add(long number)
    {
        AddLength(sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(_bytes.GetSpan(sizeof(long)), number);
        _bytes.Advance(sizeof(long));
        return this;
    }

    public CanonicalForm Add(Guid? id) => Add(id?.ToByteArray(bigEndian: true));

    /// <summary>In microseconds: what the database keeps of it.</summary>
    public CanonicalForm Add(DateTimeOffset time) => Add((time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);

    private CanonicalForm AddLength(int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(_bytes.GetSpan(sizeof(int)), length);
        _bytes.Advance(sizeof(int));
        return this;
    }
}
