// Interfaces with default methods are initialised with their classes, others only on use; diamond order.
public class InterfaceInit {
    static Object log(String s) { System.out.print(s + " "); return s; }

    interface Plain { Object P = log("Plain"); void p(); }
    interface Def { Object D = log("Def"); default void d() { } }
    interface SubDef extends Def { Object S = log("SubDef"); default void s() { } }
    interface SubPlain extends Def { Object SP = log("SubPlain"); void sp(); }
    interface Stat { Object T = log("Stat"); static void t() { } }
    interface Priv { Object V = log("Priv"); private void v() { } }
    static class Top implements Def { static { log("Top"); } }
    static class One extends Top implements SubDef, Plain { static { log("One"); } public void p() { } }
    static abstract class Two implements SubPlain, Stat, Priv { static { log("Two"); } }
    static class Three extends Two { static { log("Three"); } public void sp() { } }
    interface Const { int C = 5; Object O = log("Const"); }
    interface Sub extends Const { Object X = log("Sub"); }

    public static void main(String[] args) {
        new One();
        System.out.println();
        new Three();
        System.out.println();
        System.out.println(Const.C + Sub.C);
        System.out.println(Sub.O);
        System.out.println(Sub.X);
        Stat.t();
        System.out.println();
        System.out.println(One.P);
        Plain lambda = () -> { };
        lambda.p();
        SubDef anon = new SubDef() { };
        System.out.println("end");
    }
}
