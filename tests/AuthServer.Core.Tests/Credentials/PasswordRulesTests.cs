using System.Diagnostics;
using AuthServer.Core.Credentials;
using AuthServer.Core.Users;
using Microsoft.Extensions.Options;
using Xunit;

namespace AuthServer.Core.Tests.Credentials;

public sealed class PasswordRulesTests
{
    [Theory]
    [InlineData("Correct-Horse-7")]
    [InlineData("Sunny-Day-42x")]
    [InlineData("Str0ng-Enough-Pw")]
    [InlineData("Tr0ub4dor&Horse")]
    [InlineData("Purple-Tiger-99")]
    [InlineData("New-Password-42")]
    [InlineData("Another-Secret-1")]
    [InlineData("N3w-Passw0rd-Here")]
    [InlineData("Changed-Horse-8")]
    [InlineData("Battery-Staple-9!")]
    [InlineData("Wrong-Horse-12345")]
    [InlineData("xK9#mQ2$vL")]
    [InlineData("K7mPq2Rt")]
    [InlineData("Zebra-9-Kaffee")]
    [InlineData("My dog has 4 legs")]
    [InlineData("  Sunny  Day 42x  ")]
    [InlineData("Страница-Дома-7")]
    [InlineData("Übergrößenträger7")]
    [InlineData("🐎🐎 Horses 7 🐎")]
    public void Honest_password_may_be_used(string password) => Assert.Empty(Codes(password));

    [Theory]
    [InlineData("Password1")]
    [InlineData("PASSWORD1")]
    [InlineData("Passw0rd!")]
    [InlineData("Passw0rd")]
    [InlineData("P@ssw0rd1")]
    [InlineData("P@$$w0rd2024!")]
    [InlineData("P4ssword")]
    [InlineData("1Drowssap")]
    [InlineData("Drowssap99")]
    [InlineData("!!Password1")]
    [InlineData("Pässword1")]
    [InlineData("Ｐassword１")] // full width
    [InlineData("Qwertz123")]
    [InlineData("Qwerty123!")]
    [InlineData("Qwertzuiop1")]
    [InlineData("Asdfghjkl1")]
    [InlineData("1Qaz2wsx3edc")]
    [InlineData("Welcome1")]
    [InlineData("Welcome2024")]
    [InlineData("Welcome@2024")]
    [InlineData("Summer2024!")]
    [InlineData("Michael19850412")]
    [InlineData("Michael12041985")]
    [InlineData("Iloveyou1")]
    [InlineData("Letmein123")]
    [InlineData("Dragon123456789")]
    [InlineData("Dragon!!!!!!!!!!1")]
    [InlineData("Admin123")]
    [InlineData("Changeme1")]
    [InlineData("Abc12345")]
    [InlineData("Abcd1234")]
    [InlineData("Abcdefg1")]
    [InlineData("Hgfedcba1")]
    [InlineData("Aaaaaaa1")]
    [InlineData("A1A1A1A1A1")]
    [InlineData("Password1Password1")]
    [InlineData("PasswordPassword1")]
    [InlineData("Passwort1")]
    [InlineData("Hallo1234")]
    [InlineData("Motdepasse1")]
    [InlineData("Trustno1")]
    [InlineData("Football1")]
    [InlineData("Sunshine7")]
    [InlineData("Princess1!")]
    public void Well_known_password_is_refused_however_it_is_dressed_up(string password) =>
        Assert.Equal("too_common", Assert.Single(Codes(password)));

    [Theory]
    [InlineData("Lovelace1")]
    [InlineData("AdaLovelace7")]
    [InlineData("Ada-Lovelace-1815")]
    [InlineData("L0vel4ce!2024")]
    [InlineData("Ecalevol1")]
    [InlineData("Ada.Lovelace@engine.example1")]
    [InlineData("Lovelace@Engine1")]
    [InlineData("Acmeworks1")]
    [InlineData("Acme-Works-2024")]
    [InlineData("AcmeWorksLovelace1")]
    [InlineData("Lovelace12101815")]
    public void Password_made_of_what_is_known_of_its_owner_is_refused(string password)
    {
        Assert.Contains("too_personal", Codes(password, "ada.lovelace@engine.example", "Ada Lovelace", "Acme Works"));
        Assert.DoesNotContain("too_personal", Codes(password));
    }

    [Theory]
    [InlineData("Lovelace-Horse-7")]
    [InlineData("Ada-Correct-Horse-7")]
    [InlineData("Canada-Moose-12")]
    [InlineData("Correct-Horse-7")]
    public void Password_with_more_in_it_than_that_may_be_used(string password) =>
        Assert.Empty(Codes(password, "ada.lovelace@engine.example", "Ada Lovelace", "Acme Works", null, "", "of"));

    [Fact]
    public void All_complaints_come_at_once()
    {
        Assert.Equal(["too_short", "needs_uppercase", "needs_digit", "too_common"], Codes("qwertz"));
        Assert.Equal(["required"], Codes(""));
        Assert.Equal(["required"], Codes(null));
        Assert.Equal(8, Judge(new(), "Xk9m")[0].Number);
    }

    [Fact]
    public void Spaces_are_characters_like_others()
    {
        Assert.Equal(["too_short"], Codes(" Xk9m v"));
        Assert.Empty(Codes(" Xk9m v "));
        Assert.Equal(["needs_uppercase", "needs_digit", "too_common"], Codes("          "));
    }

    [Fact]
    public void Characters_are_counted_as_people_count_them()
    {
        const string Family = "\U0001F468\u200D\U0001F469\u200D\U0001F467";
        Assert.Equal(["too_short"], Codes("Xk9" + Family + "e\u0301vw")); // seven, of twelve code points
        Assert.Empty(Codes("Xk9" + Family + "e\u0301vwx"));
    }

    [Fact]
    public void Letters_and_digits_of_every_script_count()
    {
        Assert.Empty(Codes("Ωμέγα-ήλιος-٣"));
        Assert.Equal(["needs_uppercase", "needs_digit"], Codes("ωμέγα-ήλιος"));
    }

    [Fact]
    public void Length_is_limited_and_nothing_is_cut()
    {
        Assert.Empty(Codes(Long(64)));
        Assert.Empty(Codes(Long(1024)));
        Assert.Equal(["too_long"], Codes(Long(1025)));
        Assert.Equal(PasswordPolicy.MaxLength, Judge(new(), Long(1025))[0].Number);
        // Counted in composed form, in whole characters.
        Assert.Empty(Codes("X9" + string.Concat(Enumerable.Repeat("e\u0301u\u0308", 511))));
        Assert.Empty(Codes("X9" + string.Concat(Enumerable.Repeat("🐎", 1022))));
        Assert.Equal(["not_text"], Codes("Correct-Horse-7\ud800"));
    }

    [Fact]
    public void Long_input_costs_little()
    {
        var watch = Stopwatch.StartNew();
        foreach (var text in new[] { Long(1_000_000), new string('a', 1024), new string('1', 1024), string.Concat(Enumerable.Repeat("ﷺ", 1024)) })
            Codes(text, text, text);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
    }

    [Fact]
    public void Rules_are_as_declared()
    {
        var lax = new PasswordPolicy { MinLength = 4, RequireDigit = false, RequireUppercase = false, BlockCommon = false };
        Assert.Empty(Judge(lax, "qwer", "qwer@example.org"));
        Assert.Equal("too_short", Assert.Single(Judge(lax, "qwe")).Code);
        Assert.Equal(["needs_digit"], Codes("Correct-Horse"));
        Assert.Equal(["needs_uppercase"], Codes("correct-horse-7"));
    }

    private static string Long(int length) =>
        string.Concat(Enumerable.Range(0, (length / 5) + 1).Select(i => $"Ho{i:D3}"))[..length];

    private static IEnumerable<string> Codes(string? password, params string?[] own) =>
        Judge(new(), password, own).Select(c => c.Code);

    private static IReadOnlyList<Complaint> Judge(PasswordPolicy policy, string? password, params string?[] own) =>
        new PasswordRules(Options.Create(policy)).Judge(password, own);
}
