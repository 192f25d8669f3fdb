using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Interaction;

/// <summary>Lets a page end in a <see cref="GateError"/>.</summary>
internal sealed class GateErrorAction(GateError error) : ActionResult
{
    public override Task ExecuteResultAsync(ActionContext context) => error.ExecuteAsync(context.HttpContext);
}
