namespace Assistant.Skills.Access;

/// <summary>
/// Who is signed in, for the request or the page's circuit this scope belongs to. The server fills it; pages and services of that scope read it.
/// </summary>
public sealed class CurrentCaller
{
    private Entry? _entry;

    /// <summary>Raised when the person's settings or rights changed, or the session ended, while the page is open.</summary>
    public event Action? Changed;

    /// <summary>False on pages that need no sign-in, and after the session was ended elsewhere.</summary>
    public bool IsSignedIn => _entry is not null;

    public Caller Caller => Entry.Caller;

    /// <summary>Name of the organization, e-mail address, session.</summary>
    public Entry Entry => _entry ?? throw new InvalidOperationException("Nobody is signed in here; the page or endpoint must require it.");

    /// <summary>For the server, and for the settings page after it saved.</summary>
    public void Set(Entry? entry)
    {
        if (entry == _entry)
            return;
        _entry = entry;
        Changed?.Invoke();
    }

    public void Set(UserPreferences preferences) => Set(Entry with { Caller = Caller with { Preferences = preferences } });
}
