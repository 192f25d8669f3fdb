using AuthServer.Core.Credentials;
using AuthServer.Core.Credentials.Foreign;
using Xunit;

namespace AuthServer.Core.Tests.Credentials;

/// <summary>Hashes that other systems wrote: made with Python's hashlib and libxcrypt, and Argon2's own published ones.</summary>
public sealed class ForeignHashTests
{
    private const string Horse = "Correct-Horse-7";

    public static TheoryData<string, string> Written => new()
    {
        { Horse, "$2b$10$abcdefghijklmnopqrstuuPiS4iUBT88yFvUSk/tP0Mi6eDKfUO/S" },
        { Horse, "$2y$06$abcdefghijklmnopqrstuuS9fTGq9ItDNL4T9u.VtnPXdziXzj.Y." },
        { Horse, "pbkdf2_sha256$260000$seasalt$h41maA3oswRYg9zT/PDRE3b3y9yb1z4fIaP4orelNic=" },
        { Horse, "$pbkdf2-sha512$25000$AAECAwQFBgcICQoLDA0ODw$I/CyHyOgc5LrZK8HJF0L0ixY2ulxwK6Zdy72QKmJLL2HQXW26vj8HObH6lgM7/WFVbmaIrBLd72CeuwlhqIEZw" },
        { Horse, "$pbkdf2$25000$AAECAwQFBgcICQoLDA0ODw$K9NyRj53k/keHWThPZYOWNL4hDw" },
        { Horse, "scrypt$seasalt$16384$8$1$zkwjBd4h+vbgGeTdTX5aIuGWL3CGEqljozf+99P+A8bOd6C2wBdbK1I0oeHZODIsz/IQ7NKx4hQwpSzPqQmA9A==" },
        { Horse, "$scrypt$ln=14,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$TXY6lK5/gA1AmjWcwaIqe82mTilaq4UhlOjqHlhCIjY" },
        { "password", "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc" },
        { "password", "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA" },
    };

    [Theory]
    [MemberData(nameof(Written))]
    public void Right_password_matches_and_no_other_does(string password, string hash)
    {
        var read = ForeignHash.Read(hash);
        Assert.NotNull(read);
        Assert.True(read.Matches(password));
        Assert.False(read.Matches(password + " "));
        Assert.False(read.Matches(""));
    }

    [Theory]
    [MemberData(nameof(Written))]
    public void Changed_hash_matches_nothing(string password, string hash)
    {
        var at = hash.Length - 8;
        var changed = hash[..at] + (hash[at] == 'A' ? 'B' : 'A') + hash[(at + 1)..];
        Assert.False(ForeignHash.Read(changed)?.Matches(password) ?? false);
    }

    [Theory]
    [InlineData("")]
    [InlineData("password")]
    [InlineData("$2b$15$abcdefghijklmnopqrstuuPiS4iUBT88yFvUSk/tP0Mi6eDKfUO/S")] // two seconds a try
    [InlineData("$2x$10$abcdefghijklmnopqrstuuPiS4iUBT88yFvUSk/tP0Mi6eDKfUO/S")] // a known bug of another's
    [InlineData("$2b$10$abcdefghijklmnopqrstuuPiS4iUBT88yFvUSk/tP0Mi6eDKfUO")]
    [InlineData("$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")] // 4 GiB
    [InlineData("$argon2id$v=19$m=65536,t=2000,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [InlineData("$argon2id$v=18$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [InlineData("$argon2id$v=19$m=65536,t=2,p=1$$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [InlineData("$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$")]
    [InlineData("$scrypt$ln=24,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$TXY6lK5/gA1AmjWcwaIqe82mTilaq4UhlOjqHlhCIjY")] // 16 GiB
    [InlineData("scrypt$seasalt$16383$8$1$zkwjBd4h+vbgGeTdTX5aIuGWL3CGEqljozf+99P+A8bOd6C2wBdbK1I0oeHZODIsz/IQ7NKx4hQwpSzPqQmA9A==")]
    [InlineData("pbkdf2_sha256$999999999$seasalt$h41maA3oswRYg9zT/PDRE3b3y9yb1z4fIaP4orelNic=")]
    [InlineData("pbkdf2_md5$1000$seasalt$h41maA3oswRYg9zT/PDRE3b3y9yb1z4fIaP4orelNic=")]
    [InlineData("pbkdf2_sha256$-1$seasalt$h41maA3oswRYg9zT/PDRE3b3y9yb1z4fIaP4orelNic=")]
    [InlineData("pbkdf2_sha256$1000$seasalt$AAAA")]
    public void What_is_no_hash_or_costs_too_much_is_not_taken(string hash)
    {
        Assert.Null(ForeignHash.Read(hash));
        Assert.False(PasswordVerifier.CanVerify(hash));
    }

    [Theory]
    [InlineData("AAABAgMEBQYHCAkKCwwNDg8do1aAyipyRP6t2MytfRfFLrypXEbR08bQ2Axt7Q9ufA==")] // version 2
    [InlineData("AQAAAAEAACcQAAAAEAABAgMEBQYHCAkKCwwNDg/Jox3jpGvbXqNNlxQ+kXv7ZumwPps+3uzQ0nBFVLtfuQ==")] // version 3, SHA-256
    public void What_asp_net_identity_wrote_is_taken(string hash) => Assert.True(PasswordVerifier.CanVerify(hash));
}
