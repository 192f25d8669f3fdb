using System.Collections.Frozen;
using AuthServer.Ui.Interaction;

namespace AuthServer.Ui.Desk;

/// <summary>
/// What is said after a form: chosen by a word in the address, which anybody may write there; so it says nothing that
/// would matter if it were not true.
/// </summary>
/// <param name="Text">A key of <see cref="Texts"/>.</param>
/// <param name="IsTrouble">It was not done.</param>
internal sealed record Flash(string Text, bool IsTrouble = false)
{
    public const string Saved = "saved";
    public const string Created = "created";
    public const string Deleted = "deleted";
    public const string Ended = "ended";
    public const string Gone = "gone";
    public const string NotTyped = "not-typed";
    public const string Conflict = "conflict";
    public const string Forbidden = "forbidden";
    public const string Exists = "exists";
    public const string Full = "full";
    public const string InUse = "in-use";
    public const string Wrong = "wrong";
    public const string Busy = "busy";
    public const string AskedAgain = "password";
    public const string NotThem = "not-you";

    private static readonly FrozenDictionary<string, Flash> Known = new Dictionary<string, Flash>
    {
        [Saved] = new(Texts.Later("Saved.")),
        [Created] = new(Texts.Later("Created.")),
        [Deleted] = new(Texts.Later("Deleted.")),
        [Ended] = new(Texts.Later("Ended. It is over on every server within a second.")),
        ["locked"] = new(Texts.Later("Locked. Everything of this person has ended.")),
        ["unlocked"] = new(Texts.Later("Unlocked. What had ended stays ended.")),
        ["verified"] = new(Texts.Later("Confirmed.")),
        ["sent"] = new(Texts.Later("On its way.")),
        ["queued"] = new(Texts.Later("Back in the queue. It leaves within a few seconds.")),
        ["cancelled"] = new(Texts.Later("Cancelled. It will not be sent.")),
        ["rotated"] = new(Texts.Later("A new key is announced, and signs once everybody can know it.")),
        ["rotating"] = new(Texts.Later("Nothing was done: new keys are announced already.")),
        ["applied"] = new(Texts.Later("Applied.")),
        ["recording"] = new(Texts.Later("Recording. What it does from now on is found here.")),
        ["restored"] = new(Texts.Later("Restored.")),
        [Gone] = new(Texts.Later("That was over already, or is not there any more."), IsTrouble: true),
        [NotTyped] = new(Texts.Later("Nothing was done: what you typed was not the name."), IsTrouble: true),
        [Forbidden] = new(Texts.Later("Nothing was done: only who may do everything decides on this one."), IsTrouble: true),
        [Exists] = new(Texts.Later("There is one of this name already."), IsTrouble: true),
        [Full] = new(Texts.Later("It has two secrets already. Remove one first."), IsTrouble: true),
        [InUse] = new(Texts.Later("Nothing was done: something still needs it."), IsTrouble: true),
        [Wrong] = new(Texts.Later("Nothing was saved yet: look at what is marked below."), IsTrouble: true),
        [Conflict] = new(Texts.Later("Somebody else was faster. Look at what it is now, and decide again."), IsTrouble: true),
        ["protected"] = new(Texts.Later("Nothing was done: only who may do everything changes the account of an administrator."), IsTrouble: true),
        ["address-in-use"] = new(Texts.Later("Nothing was saved: another account has this address."), IsTrouble: true),
        ["is-locked"] = new(Texts.Later("Nothing was sent: the account is locked."), IsTrouble: true),
        ["too-soon"] = new(Texts.Later("Nothing was sent: one like it went out a moment ago. Wait a little."), IsTrouble: true),
        ["too-many"] = new(Texts.Later("Nothing was made: there are as many as there may be."), IsTrouble: true),
        [Busy] = new(Texts.Later("Nothing was done: too much is going on just now. Try again."), IsTrouble: true),
        [AskedAgain] = new(Texts.Later("Nothing was done: this needs your password once more, because you signed in a while ago."), IsTrouble: true),
        [NotThem] = new(Texts.Later("Nothing was done: that is not your password. Without one, sign out and in again first."), IsTrouble: true),
        ["last-owner"] = new(Texts.Later("Nothing was done: nobody would be left who may do everything."), IsTrouble: true),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Null: no such word.</summary>
    public static Flash? Of(string? word) => word is null ? null : Known.GetValueOrDefault(word);
}
