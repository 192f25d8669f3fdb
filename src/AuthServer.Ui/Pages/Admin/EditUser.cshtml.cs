using System.Globalization;
using AuthServer.Core.Accounts;
using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using AuthServer.Core.Editing;
using AuthServer.Core.Users;
using AuthServer.Ui.Desk;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages.Admin;

/// <summary>What an account says of its person, and what the person may do.</summary>
internal sealed class EditUserModel(AccountRecords records, AccountEdits edits, AccountRoles roles, AccountSections sections, ObjectEdits objects) : AccountPage
{
    public AccountRecord Person { get; private set; } = null!; // set before the page is drawn

    public DocumentForm Form { get; private set; } = null!; // set before the page is drawn

    public string Version { get; private set; } = "";

    /// <summary>Every role that there is.</summary>
    public IReadOnlyList<string> Roles { get; private set; } = [];

    private string Here => $"{List}/{Person.Id}";

    [Needs(AdminRights.Support)]
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) => await FindAsync(id, ct) ? Page() : Missing();

    [Needs(AdminRights.Support)]
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!await FindAsync(id, ct))
            return Missing();
        Form = DocumentForm.Of(Form.Sections, Request.Form);
        if (Form.ToDocument() is not { } document)
        {
            Say(Flash.Wrong);
            return Page();
        }

        switch (await edits.ChangeAsync(id, AccountSections.ValuesOf(Form, document), Authority, ct))
        {
            case AccountOutcome.Done:
                return To(Here, Flash.Saved);
            case AccountOutcome.NotFound:
                return Missing();
            case AccountOutcome.Invalid(var complaints):
                Form = Form.With(complaints);
                Say(Flash.Wrong);
                return Page();
            case var outcome:
                Say(WordOf(outcome));
                return Page();
        }
    }

    [Needs(AdminRights.Owner, Recently = true)]
    public async Task<IActionResult> OnPostRolesAsync(Guid id, CancellationToken ct)
    {
        var wanted = Request.Form["role"].OfType<string>().ToList();
        return await roles.SetAsync(id, wanted, Authority, ct) switch
        {
            AccountOutcome.Done => To($"{List}/{id}", Flash.Saved),
            AccountOutcome.NotFound => Missing(),
            var outcome => Again(WordOf(outcome)),
        };
    }

    private async Task<bool> FindAsync(Guid id, CancellationToken ct)
    {
        if (await records.FindAsync(id, ct) is not var (person, version))
            return false;
        (Person, Version) = (person, version.ToString(CultureInfo.InvariantCulture));
        Form = DocumentForm.Of(await sections.ReadAsync(person.RegistrationKind, [], ct), AccountSections.DocumentOf(person));
        var all = await objects.FindAsync(AuditTargets.Role, new PageQuery(null, ListOrder.Parse("name"), null, PageQuery.MaxLimit), ct);
        Roles = [.. all.Items.Select(r => r.Key)];
        Trail = TrailTo(new Crumb(person.FullName ?? person.Email, Here) { IsName = true });
        return true;
    }
}
