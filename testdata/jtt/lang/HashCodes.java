// runs: ("")=0; ("a")=97; ("hello")=99162322; ("żółw")=11564204; ("AaBB")=2031744
public class HashCodes {
    public static int test(String s) {
        return s.hashCode();
    }
}
