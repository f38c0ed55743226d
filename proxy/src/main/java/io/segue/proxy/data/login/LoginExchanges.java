package io.segue.proxy.data.login;

import io.segue.proxy.config.hba.HbaRule;
import io.segue.proxy.config.hba.LoginMethod;
import io.segue.proxy.config.hba.LoginMethod.ClearText;
import java.util.Optional;

/** From a rule's method to the exchange that carries it out. */
final class LoginExchanges {

    private LoginExchanges() {}

    /** Empty when the rule lets nobody in. */
    static Optional<LoginExchange> of(HbaRule rule, LoginTalk talk, LoginServices services, ClientOrigin origin) {
        LoginMethod method = rule.method();
        return switch (method) {
            case LoginMethod.Reject() -> Optional.empty();
            case LoginMethod.Trust(), LoginMethod.Certificate() -> Optional.of(new TrustLogin(talk, method.toString()));
            case LoginMethod.ScramSha256() -> Optional.of(new ScramLogin(talk, services.mocks(), origin.endPoint(), Optional.empty()));
            case LoginMethod.Md5() -> Optional.of(new Md5Login(talk, services.mocks(), origin.endPoint()));
            case LoginMethod.Password(ClearText clearText, var kept) ->
                Optional.of(new PasswordLogin(talk, services.mocks(), permitted(clearText, origin), kept));
            case LoginMethod.PassThrough(var kept) -> Optional.of(new PassThroughLogin(talk, kept));
        };
    }

    private static PasswordLogin.Transport permitted(ClearText clearText, ClientOrigin origin) {
        return clearText == ClearText.ANYWHERE || origin.isEncrypted() || origin.isLocal()
                ? PasswordLogin.Transport.PERMITTED
                : PasswordLogin.Transport.FORBIDDEN;
    }
}
