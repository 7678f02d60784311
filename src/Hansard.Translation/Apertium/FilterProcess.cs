using System.Buffers;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Hansard.Translation.Apertium;

/// <summary>
/// A resident program that answers each text on its input, ended by a zero byte, with a text on its output, ended alike. It is started when
/// first needed, and again when it has died. Thread-safe: one text at a time.
/// </summary>
internal sealed class FilterProcess : IAsyncDisposable
{
    // Nothing that a filter answers to one sentence is longer; more is a filter gone mad.
    private const int MaximumAnswer = 1 << 20;
    private readonly string _name;
    private readonly string _command;
    private readonly TimeSpan _timeout;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private Process? _process;

    /// <param name="name">For messages.</param>
    /// <param name="command">A pipeline for /bin/sh, of programs that flush at zero bytes.</param>
    /// <param name="timeout">How long one answer may take; then the program is ended.</param>
    public FilterProcess(string name, string command, TimeSpan timeout) => (_name, _command, _timeout) = (name, command, timeout);

    /// <summary>The id of the running shell, or null: for tests that kill it.</summary>
    internal int? ProcessId => _process is { HasExited: false } process ? process.Id : null;

    /// <summary>Passes a text through the program.</summary>
    /// <remarks>A program that dies is started again once; one that hangs is ended, and the next call starts another.</remarks>
    /// <exception cref="TranslationException">It did not answer.</exception>
    public async Task<string> AskAsync(string text, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await TryAskAsync(text, cancellationToken).ConfigureAwait(false)
                ?? await TryAskAsync(text, cancellationToken).ConfigureAwait(false)
                ?? throw new TranslationException(
                    $"The translator {_name} ended twice while translating a sentence. Check that its programs run: {Brief(_command)}");
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        End();
        _turn.Dispose();
    }

    // Null: the program has died.
    private async Task<string?> TryAskAsync(string text, CancellationToken cancellationToken)
    {
        var process = _process is { HasExited: false } running ? running : Start();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_timeout);
        try
        {
            var input = process.StandardInput.BaseStream;
            await input.WriteAsync(Encoding.UTF8.GetBytes(text + "\0"), deadline.Token).ConfigureAwait(false);
            await input.FlushAsync(deadline.Token).ConfigureAwait(false);
            var answer = await ReadAnswerAsync(process.StandardOutput.BaseStream, deadline.Token).ConfigureAwait(false);
            if (answer is null) End();
            return answer;
        }
        catch (IOException)
        {
            End();
            return null;
        }
        catch (OperationCanceledException)
        {
            // Half an answer may be on its way: this process must not be asked again.
            End();
            cancellationToken.ThrowIfCancellationRequested();
            throw new TranslationException(
                $"The translator {_name} did not answer within {_timeout.TotalSeconds:0.#} seconds and was ended. "
                    + "The next transcription starts it anew.");
        }
        catch
        {
            End();
            throw;
        }
    }

    private async Task<string?> ReadAnswerAsync(Stream output, CancellationToken cancellationToken)
    {
        var answer = new ArrayBufferWriter<byte>();
        while (true)
        {
            var count = await output.ReadAsync(answer.GetMemory(4096), cancellationToken).ConfigureAwait(false);
            if (count == 0) return null;
            answer.Advance(count);
            if (answer.WrittenSpan[^1] == 0) return Encoding.UTF8.GetString(answer.WrittenSpan[..^1]);
            if (answer.WrittenCount > MaximumAnswer)
                throw new TranslationException($"The translator {_name} answered a sentence with more than {MaximumAnswer} bytes.");
        }
    }

    private Process Start()
    {
        End();
        var start =
            new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(_command);
        start.Environment["LC_ALL"] = "C.UTF-8";
        try
        {
            _process = Process.Start(start) ?? throw new TranslationException($"The translator {_name} could not be started.");
        }
        catch (Win32Exception e)
        {
            throw new TranslationException($"The translator {_name} could not be started: {e.Message}", e);
        }

        // Nobody needs what it complains about, but a full pipe would stop it.
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
        return _process;
    }

    private void End()
    {
        if (_process is not { } process) return;
        _process = null;
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It is gone already.
        }

        process.Dispose();
    }

    private static string Brief(string command) => command.Length <= 80 ? command : command[..80] + "…";
}
