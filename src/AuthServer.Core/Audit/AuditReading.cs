using System.Buffers.Text;

namespace AuthServer.Core.Audit;

/// <summary>
/// A reading of the log from its beginning: each event by its own proof, its place by the chain, the chain by checkpoints.
/// After a fault it goes on with what can still be told, so that one wrong event is one that is named.
/// </summary>
internal sealed class AuditReading
{
    private readonly AuditMacs _macs;
    private readonly KeptCheckpoint? _kept;
    private readonly Dictionary<long, byte[]> _checkpoints = [];
    private readonly List<AuditFault> _faults = [];
    private readonly long _horizon;
    private readonly long _lastCheckpoint;

    // What the next event's seal may be made on: the seal as it should be and, where they differ, as it stands. Empty: nobody
    // knows, since what was before is missing.
    private byte[][] _previous;
    private long _present; // the last number whose event was there
    private long _events;
    private long _unsealed;
    private long _erased;
    private bool _hasMore;

    public AuditReading(AuditMacs macs, List<CheckpointRow> checkpoints, KeptCheckpoint? kept)
    {
        (_macs, _kept) = (macs, kept);
        _previous = [AuditMacs.Beginning];
        foreach (var row in checkpoints)
        {
            if (!AuditMacs.AreEqual(macs.ProofOf(row), row.Proof))
            {
                Add(new AuditFault(AuditFaults.CheckpointChanged, null, row.Number));
                continue;
            }

            _lastCheckpoint = row.Number;
            _checkpoints[row.Number] = row.Seal;
            if (row.IsHorizon)
                (_horizon, Last, _previous) = (row.Number, row.Number, [row.Seal]);
        }

        _present = Last;
    }

    /// <summary>The last number that was read.</summary>
    public long Last { get; private set; }

    /// <summary>The next seal.</summary>
    /// <param name="row">Its event; null: that is gone.</param>
    public void Read(SealRow seal, AuditRow? row)
    {
        var number = seal.Number;
        if (number != Last + 1)
            _previous = [];
        Last = number;
        if (row is null)
        {
            _previous = [seal.Seal];
        }
        else
        {
            NameMissing(number - 1);
            _present = number;
            ReadAlone(row);
            ReadPlace(row, seal);
        }

        if (_checkpoints.TryGetValue(number, out var known) && !AuditMacs.AreEqual(known, seal.Seal))
            Add(new AuditFault(AuditFaults.OtherThanCheckpoint, seal.Event, number));
        if (_kept?.Statement is { } kept && kept.Number == number && kept.Seal != Base64Url.EncodeToString(seal.Seal))
            Add(new AuditFault(AuditFaults.OtherThanCheckpoint, seal.Event, number));
    }

    /// <summary>An event without a seal.</summary>
    /// <param name="isWaiting">Whether it waits for one; otherwise somebody took away what it had.</param>
    public void ReadUnsealed(AuditRow row, bool isWaiting)
    {
        _unsealed++;
        ReadAlone(row);
        if (!isWaiting)
            Add(new AuditFault(AuditFaults.OutOfOrder, row.Id, null));
    }

    /// <summary>An event that waits for its seal and is gone.</summary>
    public void ReadMissing(Guid id) => Add(new AuditFault(AuditFaults.Missing, id, null));

    /// <summary>There is no more.</summary>
    public AuditVerification End()
    {
        NameMissing(Last);
        CheckpointVerification? checkpoint = null;
        if (_kept is not null)
        {
            var number = _kept.Statement?.Number;
            checkpoint = new CheckpointVerification(number, _kept.IsSigned, number > _horizon);
            if (number is null)
                Add(new AuditFault(AuditFaults.NoCheckpoint, null, null));
        }

        var known = Math.Max(_lastCheckpoint, _kept?.Statement?.Number ?? 0);
        if (known > Last)
            Add(new AuditFault(AuditFaults.Truncated, null, Last + 1, known));
        return new AuditVerification
        {
            Intact = _faults.Count == 0,
            Events = _events,
            Unsealed = _unsealed,
            Erased = _erased,
            From = _horizon + 1,
            To = Last,
            Checkpoint = checkpoint,
            Faults = _faults,
            More = _hasMore,
        };
    }

    private void ReadAlone(AuditRow row)
    {
        _events++;
        if (!_macs.Knows(row.KeyId))
            Add(new AuditFault(AuditFaults.KeyUnknown, row.Id, row.Seal?.Number));
        else if (!AuditMacs.AreEqual(_macs.ProofOf(row), row.Proof))
            Add(new AuditFault(AuditFaults.Changed, row.Id, row.Seal?.Number));

        var isErased = row is { Commitment: not null, Personal: null, Salt: null };
        if (isErased)
            _erased++;
        else if (!HoldsWhatWasWritten(row))
            Add(new AuditFault(AuditFaults.PersonalData, row.Id, row.Seal?.Number));
    }

    private void ReadPlace(AuditRow row, SealRow seal)
    {
        if (!_macs.Knows(seal.KeyId))
        {
            Add(new AuditFault(AuditFaults.KeyUnknown, row.Id, seal.Number));
            _previous = [seal.Seal];
            return;
        }

        var right = _previous.Select(p => _macs.SealOf(p, seal.Number, row.Id, row.Proof, seal.KeyId)).ToArray();
        if (right.Length == 0 || right.Any(r => AuditMacs.AreEqual(r, seal.Seal)))
        {
            _previous = [seal.Seal];
            return;
        }

        Add(new AuditFault(AuditFaults.OutOfOrder, row.Id, seal.Number));
        _previous = [right[0], seal.Seal];
    }

    private void NameMissing(long until)
    {
        if (until > _present)
            Add(new AuditFault(AuditFaults.Missing, null, _present + 1, until));
    }

    private static bool HoldsWhatWasWritten(AuditRow row) => row.Commitment is null
        ? row is { Personal: null, Salt: null }
        : row is { Personal: { } personal, Salt: { } salt }
            && PersonalData.CommitmentOf(personal, salt).AsSpan().SequenceEqual(row.Commitment);

    private void Add(AuditFault fault)
    {
        if (_faults.Count < AuditVerification.MaxFaults)
            _faults.Add(fault);
        else
            _hasMore = true;
    }
}
