// runs: ("s")="s"
// runs: (5)="class java.lang.Integer cannot be cast to class java.lang.String (java.lang.Integer and java.lang.String are in module java.base of loader 'bootstrap')"
// runs: (new int[1])="class [I cannot be cast to class java.lang.String ([I and java.lang.String are in module java.base of loader 'bootstrap')"
// runs: (new CastMessages())="class CastMessages cannot be cast to class java.lang.String (CastMessages is in unnamed module of loader 'app'; java.lang.String is in module java.base of loader 'bootstrap')"
public class CastMessages {
    public static Object test(Object o) {
        try {
            return (String) o;
        } catch (ClassCastException e) {
            return e.getMessage();
        }
    }
}
