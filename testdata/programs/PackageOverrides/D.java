package two;

public class D extends one.C {
    @Override public String f() { return "D.f"; }
    @Override public String g() { return "D.g>" + super.g(); }
}
