// runs: ("Aa")=1; ("BB")=2; ("")=3; ("long one")=11; ("fall")=14; ("C#")=-1
// runs: (null)=!java.lang.NullPointerException
public class StringSwitch {
    public static int test(String s) {
        switch (s) {
            case "Aa": return 1;
            case "BB": return 2;
            case "": return 3;
            case "long one": s = "x";
            case "fall": return s.length() + 10;
            default: return -1;
        }
    }
}
