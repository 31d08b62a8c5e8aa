package org.fengqiao.vault;

import java.util.List;
import org.fengqiao.database.Sight;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Before the house opens: the keys are there, they are the right ones, and nothing that should be sealed lies open. */
@Component
class OpenVault implements SmartInitializingSingleton {

    private final KnownKeys known;
    private final List<HoldsSealed> rooms;
    private final SealFormer sealFormer;
    private final TransactionTemplate transaction;

    OpenVault(KnownKeys known, List<HoldsSealed> rooms, SealFormer sealFormer, TransactionTemplate transaction) {
        this.known = known;
        this.rooms = rooms;
        this.sealFormer = sealFormer;
        this.transaction = transaction;
    }

    @Override
    public void afterSingletonsInstantiated() {
        Sight.HOUSE.seeing(() -> {
            transaction.executeWithoutResult(status -> known.ready());
            rooms.forEach(room -> room.oncePlain().forEach(sealFormer::seal));
        });
    }
}
