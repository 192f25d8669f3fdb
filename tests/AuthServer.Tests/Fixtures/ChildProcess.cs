using System.Diagnostics;
using System.Text;

namespace AuthServer.Tests.Fixtures;

/// <summary>A program of somebody else's that tests start. It ends with this process, however that ends.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _log = new();
    private readonly TaskCompletionSource<bool> _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(ProcessStartInfo info)
    {
        _process = new Process { StartInfo = info };
        _process.OutputDataReceived += (_, line) => Note(line.Data, isOutput: true);
        _process.ErrorDataReceived += (_, line) => Note(line.Data, isOutput: false);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Everything it has written so far.</summary>
    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    /// <summary>Whether it is still there.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>Starts it.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="command">The program and its arguments.</param>
    public static ChildProcess Start(string folder, string[] command, params (string Name, string Value)[] environment)
    {
        var info = new ProcessStartInfo(Repository.PathOf("scripts", "keep"), ["TERM", .. command])
        {
            RedirectStandardInput = true, // stays open for as long as we live
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment)
            info.Environment[name] = value;
        return new ChildProcess(info);
    }

    /// <summary>The same for one that says with its first line that it is open.</summary>
    public static async Task<ChildProcess> OpenAsync(
        string folder, string[] command, params (string Name, string Value)[] environment)
    {
        var child = Start(folder, command, environment);
        if (await child._open.Task)
            return child;
        await child.DisposeAsync();
        throw new InvalidOperationException($"{command[0]} did not open: {child.Log}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Note(string? line, bool isOutput)
    {
        if (isOutput)
            _open.TrySetResult(line is not null);
        lock (_log)
            _log.AppendLine(line);
    }
}
