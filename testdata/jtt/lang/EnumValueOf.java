// runs: ("B")="1"; ("C")=!java.lang.IllegalArgumentException "No enum constant EnumValueOf.Kind.C"
// runs: (null)=!java.lang.NullPointerException "Name is null"
public class EnumValueOf {
    enum Kind { A, B }

    public static Object test(String s) {
        return Kind.valueOf(s).ordinal();
    }
}
