// runs: ("java.lang.String")=16; ("[I")=2; ("no.Such")=!java.lang.ClassNotFoundException "no.Such"
// runs: ("int")=!java.lang.ClassNotFoundException "int"
// runs: ("java/lang/String")=!java.lang.ClassNotFoundException; ("")=!java.lang.ClassNotFoundException
public class ClassNotFound {
    public static int test(String s) throws Exception {
        return Class.forName(s).getName().length();
    }
}
