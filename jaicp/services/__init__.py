"""What scripts ask of the world outside: HTTP, dates, morphology, mail … One module for each service.

A service is a small class with `call(method, args)`, where `args` and the result are JSON values. A failure
that the script should see as an exception is raised as `HostError`; the platform's services mostly answer with
a result that says what went wrong instead. `ServiceDesk` holds them all.
"""
