package com.guance.marketplace.portal.faults;

import java.util.EnumSet;
import java.util.Set;

/** What a buyer asks for, one after the other. */
enum Step {
    LAND,
    SEND_CODE,
    VERIFY_EMAIL,
    SAVE_BASIC_INFO,
    REGISTER,
    OPEN_WORKSPACE,
    SIGN_IN,
    CREATE_WORKSPACE,
    // the other way, with an enterprise account that is there
    SEND_BINDING_CODE,
    BIND_ACCOUNT,
    BIND_WORKSPACE,
    UNDO_BINDING,
    SEND_OWNER_CODE,
    CREATE_BOUND_WORKSPACE,
    COMPLETE;

    private static final Set<Step> TAKING_A_CODE = EnumSet.of(VERIFY_EMAIL, BIND_ACCOUNT, CREATE_BOUND_WORKSPACE);

    boolean takesACode() {
        return TAKING_A_CODE.contains(this);
    }
}
