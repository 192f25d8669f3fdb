using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace AuthServer.Tests.Fixtures;

/// <summary>xunit 2 decides about skips before it runs; this one also takes <see cref="SkippedTestException"/>.</summary>
public sealed class SkippingFramework(IMessageSink diagnostics) : XunitTestFramework(diagnostics)
{
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(
        AssemblyName assembly, ISourceInformationProvider sources, IMessageSink diagnostics)
        : XunitTestFrameworkExecutor(assembly, sources, diagnostics)
    {
        protected override void RunTestCases(
            IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions options) =>
            base.RunTestCases(testCases, new Sink(executionMessageSink), options);
    }

    private sealed class Sink(IMessageSink inner) : Xunit.LongLivedMarshalByRefObject, IMessageSink
    {
        public bool OnMessage(IMessageSinkMessage message) => inner.OnMessage(Judge(message));

        private static IMessageSinkMessage Judge(IMessageSinkMessage message)
        {
            // A fixture's exception comes wrapped, so the mark may stand anywhere.
            if (message is ITestFailed failed
                && failed.Messages.FirstOrDefault(m => m.Contains(SkippedTestException.Mark, StringComparison.Ordinal)) is { } text)
                return new TestSkipped(failed.Test, text[(text.IndexOf(SkippedTestException.Mark, StringComparison.Ordinal)
                    + SkippedTestException.Mark.Length)..]);
            return message;
        }
    }
}
